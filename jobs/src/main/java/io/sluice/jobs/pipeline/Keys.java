package io.sluice.jobs.pipeline;

import java.util.Locale;

/** How names in Java are written in files: {@code maxRows} and {@code MAX_ROWS} as max_rows. */
public final class Keys {

  private Keys() {}

  /** Returns an enum constant as files write it. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Returns a component's name as files write it. */
  public static String name(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}

package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What may and may not lie in the jar that goes to a cluster. */
class JarIT {
  private static final Path JAR = Project.jar();

  @Test
  void holdsNoClassOutsideItsOwnPackages() throws IOException {
    assertThat(names())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/sluice/"));
  }

  @Test
  void holdsWhatItBundlesUnderItsOwnRoof() throws IOException {
    assertThat(names())
        .contains(
            "io/sluice/shaded/com/fasterxml/jackson/databind/ObjectMapper.class",
            "io/sluice/shaded/org/yaml/snakeyaml/Yaml.class",
            "io/sluice/shaded/picocli/CommandLine.class")
        .noneMatch(name -> name.matches(".*(org/apache/(spark|hadoop)|scala|org/slf4j)/.*"));
  }

  @Test
  void callsNoBundledPackageByTheNameItHadBefore() throws IOException {
    List<String> callers = new ArrayList<>();
    forEachEntry(
        (name, content) -> {
          if (name.endsWith(".class")) {
            String pool = new String(content, StandardCharsets.ISO_8859_1);
            String moved = pool.replace("io/sluice/shaded/", "moved:");
            if (moved.matches(
                "(?s).*(?<!moved:)(com/fasterxml/jackson/|org/yaml/snakeyaml/|\\bLpicocli/).*")) {
              callers.add(name);
            }
          }
        });
    assertThat(callers).isEmpty();
  }

  @Test
  void holdsEveryEntryOnce() throws IOException {
    TreeMap<String, Integer> times = new TreeMap<>();
    names().forEach(name -> times.merge(name, 1, Integer::sum));
    assertThat(times).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void leavesOutWhatOnlyItsPartsNeeded() throws IOException {
    assertThat(names())
        .noneMatch(name -> name.endsWith("module-info.class"))
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
        .noneMatch(name -> name.matches("[^/]*log4j2?[^/]*"))
        .filteredOn(name -> name.matches("META-INF/services/[^/]+"))
        .allMatch(name -> name.startsWith("META-INF/services/io.sluice."));
  }

  @Test
  void keepsLicencesAndNotices() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
      assertThat(text(jar, "META-INF/FastDoubleParser-NOTICE")).contains("MIT License");
      assertThat(text(jar, "META-INF/bigint-LICENSE")).contains("Redistribution");
      assertThat(text(jar, "META-INF/NOTICE"))
          .contains("Sluice", "Jackson JSON processor")
          .containsOnlyOnce("Copyright 2026 the Sluice authors");
    }
  }

  @Test
  void startsTheCommandLineAndKnowsItsVersion() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Main-Class")).isEqualTo("io.sluice.jobs.cli.Sluice");
      assertThat(JAR).hasFileName("sluice-" + manifest.getValue("Implementation-Version") + ".jar");
      assertThat(manifest.getValue("Multi-Release")).isNull();
    }
  }

  @Test
  void leavesTheBundledLibrariesOutOfTheSparkHome() throws IOException {
    try (var jars = Files.list(Project.sparkHome().resolve("jars"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .anyMatch(name -> name.startsWith("spark-core_"))
          .anyMatch(name -> name.startsWith("jackson-databind-"))
          .noneMatch(name -> name.matches("(picocli|snakeyaml|jackson-dataformat-yaml|sluice).*"))
          .satisfiesOnlyOnce(name -> assertThat(name).startsWith("slf4j-api-2."))
          .noneMatch(name -> name.startsWith("slf4j-api-1."));
    }
  }

  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    forEachEntry((name, content) -> names.add(name));
    return names;
  }

  /**
   * Reads the file from its front: the index at its end, which JarFile trusts, could hide a second
   * copy.
   */
  private static void forEachEntry(EntryVisitor visitor) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(JAR))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        visitor.visit(entry.getName(), zip.readAllBytes());
      }
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private interface EntryVisitor {
    void visit(String name, byte[] content);
  }
}

package io.sluice.jobs.dist;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * When to kill a run.
 *
 * @param words what it must have said; nothing for an instant that does not depend on it
 * @param delay how long to wait after that, or after its start
 */
record KillAim(Optional<String> words, Duration delay) {

  /**
   * Draws an aim: seven in ten are the named steps in turn; the others are the work before them,
   * and any instant from start to end.
   *
   * @param number how many aims were drawn before
   * @param steps the named steps, as a run prints them
   * @param work the work before them, likewise
   * @param usual how long a run takes that nobody kills
   */
  static KillAim draw(
      Random random, int number, List<String> steps, List<String> work, Duration usual) {
    int kind = random.nextInt(10);
    double instant = random.nextDouble();
    String stage = work.get(random.nextInt(work.size()));
    if (kind < 7) {
      // At once for every other one: the next step may be a millisecond away.
      long delay = number % 2 == 0 ? 0 : (long) (instant * 40);
      return new KillAim(Optional.of(steps.get(number % steps.size())), Duration.ofMillis(delay));
    }
    return kind < 9
        ? new KillAim(Optional.of(stage), part(usual, instant / 4))
        : new KillAim(Optional.empty(), part(usual, instant));
  }

  private static Duration part(Duration of, double part) {
    return Duration.ofMillis((long) (of.toMillis() * part));
  }

  @Override
  public String toString() {
    return delay.toMillis() + " ms after " + words.map(w -> "\"" + w + "\"").orElse("the start");
  }
}

package io.sluice.bench;

import org.apache.spark.sql.SparkSession;

/** Starts a Spark session and stops it again: the least that any Spark program takes. */
public final class BareSession {

  private BareSession() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("bare-session").getOrCreate()) {
      System.out.println("Spark " + spark.version());
    }
  }
}

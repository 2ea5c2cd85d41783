package io.sluice.jobs.source.records;

import java.io.IOException;
import java.util.List;

/**
 * Objects in an array, or one after the other. A file of any length streams through a window as
 * long as its longest record.
 *
 * <p>What is broken is rejected from its beginning to the beginning of the next record that can be
 * told with some certainty (see {@link RecordStart}), so that one broken record does not take those
 * after it with it.
 */
final class JsonRecords implements Records {

  private enum Place {
    BEFORE_ARRAY,
    BEFORE_VALUE,
    AFTER_VALUE,
    AFTER_ARRAY,
    IN_RUINS,
    AT_END
  }

  private final ByteFeed feed;
  private final JsonParser parser;
  private final RecordRow row;
  private final int longest;
  private final RecordStart start;
  private final boolean array;
  private Place place;
  private boolean first = true;
  private List<String> ruin = List.of();
  private boolean junk;
  private boolean told;

  JsonRecords(ByteFeed feed, boolean array, int longest, JsonParser parser, RecordRow row)
      throws IOException {
    this.feed = feed;
    this.array = array;
    this.longest = longest;
    this.parser = parser;
    this.row = row;
    this.start = new RecordStart(array);
    this.place = array ? Place.BEFORE_ARRAY : Place.BEFORE_VALUE;
    feed.skipMark();
  }

  @Override
  public boolean next() throws IOException {
    while (place != Place.AT_END) {
      if (place == Place.IN_RUINS) {
        return ruins(feed.at + 1);
      }
      if (!toToken()) {
        return atEnd();
      }
      byte b = feed.bytes[feed.at];
      switch (place) {
        case BEFORE_ARRAY -> {
          if (b != '[') {
            return collapse("not an array: unexpected " + Printed.of(b) + " before it");
          }
          feed.at++;
          start.passedOther();
          place = Place.BEFORE_VALUE;
        }
        case AFTER_VALUE -> {
          if (b == ',' || b == ']') {
            feed.at++;
            start.passedOther();
            place = b == ',' ? Place.BEFORE_VALUE : Place.AFTER_ARRAY;
          } else {
            // The comma is missing, or the value is followed by what is none: that will show.
            place = Place.BEFORE_VALUE;
          }
        }
        case AFTER_ARRAY -> {
          return collapse("not JSON: unexpected " + Printed.of(b) + " after the array");
        }
        default -> {
          if (array && b == ']' && first) {
            feed.at++;
            place = Place.AFTER_ARRAY;
          } else {
            return value(b);
          }
        }
      }
    }
    return false;
  }

  /** Passes white space; returns false at the end of the file. */
  private boolean toToken() throws IOException {
    while (true) {
      while (feed.at < feed.limit && RecordStart.isSpace(feed.bytes[feed.at])) {
        start.passed(feed.bytes[feed.at]);
        feed.at++;
      }
      if (feed.at < feed.limit) {
        return true;
      }
      if (!feed.more()) {
        return false;
      }
    }
  }

  private boolean atEnd() {
    boolean inArray = array && place != Place.AFTER_ARRAY && place != Place.BEFORE_ARRAY;
    place = Place.AT_END;
    if (told || (!inArray && feed.broken() == null)) {
      return false;
    }
    told = true;
    row.blank();
    row.end(
        List.of(
            feed.broken() != null ? feed.broken() : "cut off: the array ends without a bracket"),
        feed.bytes,
        feed.at,
        feed.at);
    return true;
  }

  private boolean value(byte b) throws IOException {
    boolean wasFirst = first;
    first = false;
    while (true) {
      int from = feed.at;
      try {
        int to = parser.readValue(feed.bytes, from, feed.limit);
        if (to < feed.limit || b == '{' || b == '[' || !grow()) {
          if (b == '{') {
            start.good(feed.bytes, feed.at, to);
          }
          parser.end(feed.bytes, feed.at, to);
          feed.at = to;
          start.passedOther();
          place = array ? Place.AFTER_VALUE : Place.BEFORE_VALUE;
          return true;
        }
      } catch (MalformedJsonException e) {
        if (e.isCutOff() && feed.available() < longest) {
          if (grow()) {
            continue;
          }
          return cutOff(e.getMessage());
        }
        if (wasFirst) {
          start.firstIsBroken(feed.bytes, from, feed.limit);
        }
        String reason =
            e.isCutOff() ? "too long: a record of more than " + longest + " bytes" : e.getMessage();
        fallInto(parser.flawsAnd(reason), b != '{');
        return ruins(feed.at + 1);
      }
    }
  }

  /** Reads at least as much again: a record is read from its beginning each time there is more. */
  private boolean grow() throws IOException {
    int wanted = Math.max(64 * 1024, 2 * feed.available());
    boolean grown = false;
    while (feed.available() < wanted && feed.more()) {
      grown = true;
    }
    return grown;
  }

  /** The file ends inside a record: what is left is one reject, unless another record is in it. */
  private boolean cutOff(String reason) throws IOException {
    if (feed.broken() != null) {
      told = true;
      row.blank();
      row.end(List.of(feed.broken()), feed.bytes, feed.at, feed.limit);
      feed.at = feed.limit;
      place = Place.AT_END;
      return true;
    }
    fallInto(parser.flawsAnd(reason), feed.bytes[feed.at] != '{');
    told = true;
    return ruins(feed.at + 1);
  }

  private void fallInto(List<String> reasons, boolean noObject) {
    ruin = reasons;
    junk = noObject;
  }

  /** Gives up on the rest of the file. */
  private boolean collapse(String reason) throws IOException {
    fallInto(List.of(reason), true);
    told = true;
    start.forget();
    return ruins(feed.limit);
  }

  /**
   * Rejects everything up to where a record begins, or a piece of it when that is too far away.
   *
   * @param searchFrom nothing before this index is the beginning of a record
   */
  private boolean ruins(int searchFrom) throws IOException {
    int offset = searchFrom - feed.at;
    while (true) {
      int found = start.find(feed.bytes, feed.at, feed.at + offset, feed.limit, junk);
      if (found >= 0) {
        return reject(found, Place.BEFORE_VALUE);
      }
      // A beginning may be cut in two by the edge of the window.
      offset = Math.max(offset, feed.available() - RecordStart.LONGEST);
      if (feed.available() >= Math.max(longest, 2 * RecordStart.LONGEST)) {
        return reject(feed.at + offset, Place.IN_RUINS);
      }
      if (!feed.more()) {
        return feed.available() > 0 ? reject(feed.limit, Place.AT_END) : ended();
      }
    }
  }

  private boolean ended() {
    place = Place.AT_END;
    return false;
  }

  private boolean reject(int to, Place then) throws IOException {
    int end = to;
    while (end > feed.at && RecordStart.isSpace(feed.bytes[end - 1])) {
      end--;
    }
    if (end == feed.at) {
      feed.at = to;
      place = then;
      return next();
    }
    row.blank();
    row.end(
        then == Place.AT_END && feed.broken() != null ? List.of(feed.broken()) : ruin,
        feed.bytes,
        feed.at,
        end);
    start.passedOther();
    feed.at = to;
    place = then;
    return true;
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}

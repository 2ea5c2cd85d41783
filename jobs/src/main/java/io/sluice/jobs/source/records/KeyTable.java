package io.sluice.jobs.source.records;

import java.util.Arrays;

/** The keys of one object, to notice one that comes twice. Used again for the next object. */
final class KeyTable {

  private long[] hashes = new long[16];
  private byte[][] texts = new byte[16][];
  private int[] froms = new int[16];
  private int[] tos = new int[16];
  private int[] rounds = new int[16];
  private int round = 1;
  private int size;

  /** Forgets all keys. */
  void clear() {
    if (round == Integer.MAX_VALUE) {
      Arrays.fill(rounds, 0);
      round = 0;
    }
    round++;
    size = 0;
  }

  /** Notes a key, whose bytes must stay as they are, and returns whether it is new. */
  boolean add(byte[] text, int from, int to) {
    if (size * 2 >= hashes.length) {
      grow();
    }
    long hash = Bytes.hash(text, from, to);
    int mask = hashes.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (rounds[slot] == round) {
      if (hashes[slot] == hash
          && Arrays.equals(texts[slot], froms[slot], tos[slot], text, from, to)) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    put(slot, hash, text, from, to);
    size++;
    return true;
  }

  private void put(int slot, long hash, byte[] text, int from, int to) {
    hashes[slot] = hash;
    texts[slot] = text;
    froms[slot] = from;
    tos[slot] = to;
    rounds[slot] = round;
  }

  private void grow() {
    long[] oldHashes = hashes;
    byte[][] oldTexts = texts;
    int[] oldFroms = froms;
    int[] oldTos = tos;
    int[] oldRounds = rounds;
    int oldRound = round;
    int length = oldHashes.length * 2;
    hashes = new long[length];
    texts = new byte[length][];
    froms = new int[length];
    tos = new int[length];
    rounds = new int[length];
    round = 1;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldRounds[i] == oldRound) {
        int slot = (int) (oldHashes[i] >>> 32) & (length - 1);
        while (rounds[slot] == round) {
          slot = (slot + 1) & (length - 1);
        }
        put(slot, oldHashes[i], oldTexts[i], oldFroms[i], oldTos[i]);
      }
    }
  }
}

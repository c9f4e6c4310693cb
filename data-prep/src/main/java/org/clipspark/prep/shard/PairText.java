package org.clipspark.prep.shard;

import java.io.Serializable;
import java.util.List;

/**
 * What is known about an image in words.
 *
 * @param captions all captions, the first one first; empty where there are none
 * @param url where the image came from, or the empty string
 * @param label number of the class, from 0, or {@link #NO_LABEL}
 * @param className name of the class, or the empty string
 */
public record PairText(List<String> captions, String url, int label, String className) implements Serializable {
    /** Stands for a pair whose class has no number. */
    public static final int NO_LABEL = -1;
    /** Nothing known. */
    public static final PairText NONE = new PairText(List.of(), "", NO_LABEL, "");

    /** Copies the list. */
    public PairText {
        captions = List.copyOf(captions);
        if (label < NO_LABEL) {
            throw new IllegalArgumentException("A label must be at least 0, got " + label);
        }
    }

    /** The first caption, or the empty string. */
    public String caption() {
        return captions.isEmpty() ? "" : captions.get(0);
    }

    /** The same with other captions. */
    public PairText withCaptions(List<String> others) {
        return new PairText(others, url, label, className);
    }

    /** The same with another address. */
    public PairText withUrl(String other) {
        return new PairText(captions, other, label, className);
    }

    /** The same with another name of the class. */
    public PairText withClass(String other) {
        return new PairText(captions, url, label, other);
    }

    /** The same with another number for the class. */
    public PairText withLabel(int other) {
        return new PairText(captions, url, other, className);
    }
}

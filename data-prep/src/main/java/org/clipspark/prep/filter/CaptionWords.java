package org.clipspark.prep.filter;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words as DataComp counts them: what Python's {@code str.split} leaves. */
final class CaptionWords {
    // Unicode's white space and the four separators that Python adds to it.
    private static final Pattern WHITE_SPACE = Pattern.compile("(?U)[\\s\\x1c-\\x1f]+");

    private CaptionWords() {}

    static Stream<String> of(String caption) {
        return WHITE_SPACE.splitAsStream(caption).filter(word -> !word.isEmpty());
    }

    static int count(String caption) {
        return (int) of(caption).count();
    }
}

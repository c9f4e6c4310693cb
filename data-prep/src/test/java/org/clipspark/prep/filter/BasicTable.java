package org.clipspark.prep.filter;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Forty rows with what DataComp's {@code basic_filter} says of them, worked out by hand. */
final class BasicTable {
    private static final String GOOD = "a brown dog in the park";

    private final StagedRows rows = new StagedRows();
    private final Set<String> expected = new TreeSet<>();

    BasicTable() {
        sizes();
        captions();
        languages();
        nothings();
    }

    StagedRows rows() {
        return rows;
    }

    /** Keys of rows that fail. */
    Set<String> expected() {
        return expected;
    }

    private void sizes() {
        keep("en", GOOD, 200, 200);
        drop("en", GOOD, 199, 200);
        drop("en", GOOD, 200, 199);
        keep("en", GOOD, 600, 200);
        drop("en", GOOD, 601, 200);
        keep("en", GOOD, 200, 600);
        drop("en", GOOD, 200, 601);
        keep("en", GOOD, 1000, 334);
        drop("en", GOOD, 1000, 333);
        drop("en", GOOD, 100, 100);
        drop("en", GOOD, 0, 0);
        drop("en", GOOD, -300, 300);
        keep("en", GOOD, 100_000, 100_000);
    }

    private void captions() {
        keep("en", "a b cd", 300, 300);
        drop("en", "a b c", 300, 300);
        drop("en", "abcdef ghijkl", 300, 300);
        drop("en", "abcdefghijkl", 300, 300);
        keep("en", "ab cd ef", 300, 300);
        drop("en", "  abc   def  ", 300, 300);
        keep("en", "a\tb\ncd", 300, 300);
        keep("en", "a\u00a0b\u3000cd", 300, 300);
        drop("en", "", 300, 300);
        drop("en", "       ", 300, 300);
        keep("en", "\ud83d\ude00 \ud83d\ude00 \ud83d\ude00\ud83d\ude00", 300, 300);
        drop("en", "\ud83d\ude00 \ud83d\ude00 \ud83d\ude00", 300, 300);
        keep("en", GOOD.repeat(1000), 300, 300);
    }

    private void languages() {
        drop("de", GOOD, 300, 300);
        keep("EN", GOOD, 300, 300);
        keep("en-US", GOOD, 300, 300);
        drop("enm", GOOD, 300, 300);
        keep("", GOOD, 300, 300);
        drop("und", GOOD, 300, 300);
        unlabelled("the woman is reading a book in the garden", 300, 300);
        lost("die Frau liest im Garten ein Buch und trinkt Tee");
        lost("женщина читает книгу в саду");
        lost("12345 67890 12345");
    }

    private void nothings() {
        rows.add("caption", GOOD, "language", "en");
        rejectLast();
        rows.add("caption", GOOD, "language", "en", "original_width", 300);
        rejectLast();
        rows.add("language", "en", "original_width", 300, "original_height", 300);
        rejectLast();
        rows.add();
        rejectLast();
    }

    private void keep(String language, String caption, int width, int height) {
        rows.add("caption", caption, "language", language, "original_width", width, "original_height", height);
    }

    private void drop(String language, String caption, int width, int height) {
        keep(language, caption, width, height);
        rejectLast();
    }

    private void unlabelled(String caption, int width, int height) {
        rows.add("caption", caption, "original_width", width, "original_height", height);
    }

    private void lost(String caption) {
        unlabelled(caption, 300, 300);
        rejectLast();
    }

    private void rejectLast() {
        expected.add(String.format(Locale.ROOT, "k%04d", rows.rows().size() - 1));
    }
}

package org.clipspark.prep.source;

import java.util.Locale;

/** How the rows of a text file are spelled. */
enum TextFormat {
    /** Cells between commas, in double quotes where they hold commas, quotes or line ends. */
    COMMAS(','),
    /** Cells between tabs; quotes mean nothing. */
    TABS('\t'),
    /** One cell in each line. */
    LINES('\n'),
    /** A JSON object in each line. */
    JSON_LINES('\n');

    private final char separator;

    TextFormat(char separator) {
        this.separator = separator;
    }

    char separator() {
        return separator;
    }

    /** What the name tells, or else the first line. */
    static TextFormat of(String file, String firstLine) {
        String name = Compression.of(file).plainName(file).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return COMMAS;
        }
        if (name.endsWith(".tsv")) {
            return TABS;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || firstLine.startsWith("{")) {
            return JSON_LINES;
        }
        if (firstLine.indexOf('\t') >= 0) {
            return TABS;
        }
        return name.endsWith(".txt") ? LINES : COMMAS;
    }
}

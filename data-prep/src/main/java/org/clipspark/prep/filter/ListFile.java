package org.clipspark.prep.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A text file with an entry on each line; empty lines and those that start with {@code #} are none.
 *
 * @param file its path
 * @param version what the line {@code # version: NAME} says, or the empty string
 * @param entries without white space at both ends, at least one
 */
record ListFile(String file, String version, List<String> entries) {
    private static final Pattern VERSION = Pattern.compile("#\\s*version:\\s*(\\S.*)");
    private static final int MOST_ENTRIES = 10_000_000;

    ListFile {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a list that must say its version in the first line.
     *
     * @throws IllegalArgumentException if it does not, or as {@link #load}
     */
    static ListFile versioned(String file, Configuration hadoop) {
        ListFile list = load(file, hadoop);
        if (list.version.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected '# version: NAME' in the first line of a block-list");
        }
        return list;
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if it is no UTF-8, has no entry or too many
     * @throws UncheckedIOException if it cannot be read
     */
    static ListFile load(String file, Configuration hadoop) {
        Path path = new Path(file);
        // A decoder of its own: the one that InputStreamReader makes from a charset replaces what is no UTF-8.
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(path.getFileSystem(hadoop).open(path), UTF_8.newDecoder()))) {
            return parse(file, reader);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": expected text in UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the list " + file, e);
        }
    }

    private static ListFile parse(String file, BufferedReader reader) throws IOException {
        String version = "";
        List<String> entries = new ArrayList<>();
        boolean isFirst = true;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String entry = line.strip();
            Matcher matcher = VERSION.matcher(entry);
            if (isFirst && matcher.matches()) {
                version = matcher.group(1);
            }
            isFirst = false;
            if (!entry.isEmpty() && !entry.startsWith("#")) {
                entries.add(entry);
            }
            if (entries.size() > MOST_ENTRIES) {
                throw new IllegalArgumentException(file + ": expected at most " + MOST_ENTRIES + " entries");
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected at least one entry");
        }
        return new ListFile(file, version, entries);
    }

    /** The list in words. */
    String title() {
        return file + (version.isEmpty() ? "" : " (version " + version + ")");
    }

    /** What stands before the first tab of each line. */
    Set<String> firstFields() {
        Set<String> fields = new HashSet<>();
        entries.forEach(entry -> fields.add(entry.split("\t", 2)[0]));
        return fields;
    }

    /**
     * What stands before the tab of those lines that have an entry of another list behind it.
     *
     * @throws IllegalArgumentException if a line has no tab
     */
    Set<String> having(ListFile seconds) {
        Set<String> allowed = new HashSet<>(seconds.entries);
        Set<String> fields = new HashSet<>();
        for (String entry : entries) {
            String[] parts = entry.split("\t", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException(
                        file + ": expected a word, a tab and a synset on each line, got '" + entry + "'");
            }
            if (allowed.contains(parts[1].strip())) {
                fields.add(parts[0]);
            }
        }
        return fields;
    }

    /**
     * The entries as whole numbers.
     *
     * @throws IllegalArgumentException if one is no number from 0 to below the bound
     */
    SortedSet<Integer> numbersBelow(int bound) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String entry : entries) {
            if (!entry.matches("\\d{1,9}") || Integer.parseInt(entry) >= bound) {
                throw new IllegalArgumentException(
                        file + ": expected whole numbers from 0 to " + (bound - 1) + ", got '" + entry + "'");
            }
            numbers.add(Integer.parseInt(entry));
        }
        return numbers;
    }
}

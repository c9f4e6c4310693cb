package org.clipspark.prep.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a data set was made, in {@code card.json}: nothing in it depends on when, where or in how many goes.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param settings the config, as YAML, without what has no influence on the rows
 * @param inputs one for each source
 * @param steps filter steps in their order, each with the status of rows that fail it
 * @param rows status to rows: {@code success} and every reason
 * @param notes what counts do not say
 */
public record DataCard(
        int formatVersion,
        String settings,
        List<Input> inputs,
        List<Step> steps,
        Map<String, Long> rows,
        List<String> notes) {
    /** Version that this code writes and reads. */
    public static final int FORMAT_VERSION = 1;

    /** Name of the file in a data set's folder. */
    public static final String FILE_NAME = "card.json";

    /** Copies. */
    public DataCard {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        rows = new TreeMap<>(rows);
        notes = List.copyOf(notes);
    }

    /**
     * A source.
     *
     * @param name {@code source}, {@code validation} or as configured
     * @param path as configured
     * @param files that it has
     * @param sha256 digest over their names, lengths and times: another one means other files
     * @param weight share of its rows that was to be used, 1 for all
     * @param rowsIn rows that it delivered
     * @param rowsOut of them, those that are in shards
     */
    public record Input(String name, String path, int files, String sha256, double weight, long rowsIn, long rowsOut) {}

    /**
     * A filter step.
     *
     * @param name as configured
     * @param status of rows that fail it
     * @param in rows of training sources that came to it
     * @param out of them, those that passed
     */
    public record Step(String name, String status, long in, long out) {}
}

package org.clipspark.model.exchange;

import java.util.List;

/**
 * How the tensors of a foreign model file met the parameters of a model.
 *
 * @param scheme whose names the file has: {@code open_clip} or {@code transformers}
 * @param missing parameters of the model that the file lacks in whole or part; they keep their values
 * @param unexpected tensors of the file that the model lacks; they are not read
 * @param resized tables of positions of the file that were made to fit the model, with both shapes
 * @param misshapen what differs, for each tensor whose shape is not the model's; they are not read
 */
public record ImportReport(
        String scheme, List<String> missing, List<String> unexpected, List<String> resized, List<String> misshapen) {
    /** Copies the lists. */
    public ImportReport {
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        resized = List.copyOf(resized);
        misshapen = List.copyOf(misshapen);
    }

    ImportReport withResized(List<String> tables) {
        return new ImportReport(scheme, missing, unexpected, tables, misshapen);
    }

    /** Whether file and model have exactly the same names, and shapes that are equal or were made so. */
    public boolean isComplete() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }
}

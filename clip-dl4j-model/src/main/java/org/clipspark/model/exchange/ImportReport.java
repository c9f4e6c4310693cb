package org.clipspark.model.checkpoint;

import java.util.List;

/**
 * Which names of a foreign model file did not meet.
 *
 * @param missing parameters of the model that the file lacks; they keep their values
 * @param unexpected tensors of the file that the model lacks; they are not read
 */
public record ImportReport(List<String> missing, List<String> unexpected) {
    /** Copies the lists. */
    public ImportReport {
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
    }

    /** Whether file and model have exactly the same names. */
    public boolean isComplete() {
        return missing.isEmpty() && unexpected.isEmpty();
    }
}

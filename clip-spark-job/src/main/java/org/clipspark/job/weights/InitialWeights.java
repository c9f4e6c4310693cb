package org.clipspark.job.weights;

import java.util.Map;
import org.clipspark.model.ClipModel;

/** What a model's parameters are before the first step: drawn at random, or those of a file. */
public sealed interface InitialWeights permits DrawnWeights, PretrainedWeights {
    /** Under which {@link #lineage} has the hexadecimal SHA-256 of the file. */
    String HASH = "weights";

    /** Under which {@link #lineage} has the path of the file. */
    String SOURCE = "weights_source";

    /**
     * The weights that {@code model.weights} names. A file's header is checked, its values are not read yet.
     *
     * @param source empty for weights drawn at random; otherwise the folder of a checkpoint, of which what an evaluation
     *     measures is taken, or a file or folder that {@code clip checkpoint import} reads
     * @param seed of weights drawn at random
     * @throws IllegalArgumentException if there are no weights in that place
     * @throws java.io.UncheckedIOException if the file cannot be read or is damaged; names the file
     */
    static InitialWeights named(String source, long seed) {
        return source.isEmpty() ? new DrawnWeights(seed) : PretrainedWeights.open(source);
    }

    /**
     * Sets all parameters of a model; positions of another image size or context length are interpolated.
     *
     * @return what of it the user should know
     * @throws IllegalArgumentException if the weights are not of the model's architecture or not all finite; the model's
     *     parameters are then of no use
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    WeightsRemarks fill(ClipModel model);

    /**
     * Which weights these are, by {@link #HASH} and {@link #SOURCE}; empty if they are drawn.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    Map<String, String> lineage();
}

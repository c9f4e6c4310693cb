package org.clipspark.model.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.Shape;

/** Named tensors of a file of another program. */
interface TensorSource {
    /** Shapes by name, in the order of the file. */
    Map<String, Shape> shapes();

    /**
     * Reads several tensors, converting to single precision.
     *
     * @param targets where to, by name; sizes equal to the tensors'
     * @throws java.io.UncheckedIOException if the data cannot be read
     */
    void read(Map<String, FloatVector> targets);

    /** The tensors of a safetensors file. */
    static TensorSource of(SafetensorsFile file) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        file.entries().forEach(entry -> shapes.put(entry.name(), entry.shape()));
        return new TensorSource() {
            @Override
            public Map<String, Shape> shapes() {
                return shapes;
            }

            @Override
            public void read(Map<String, FloatVector> targets) {
                file.read(targets);
            }
        };
    }
}

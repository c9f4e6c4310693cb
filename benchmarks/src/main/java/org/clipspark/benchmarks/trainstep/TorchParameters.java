package org.clipspark.benchmarks.trainstep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.clipspark.model.ClipModel;
import org.clipspark.model.compute.ParameterLayout;

/** The peer's leaves of autograd, under the names and shapes of our layout: as many parameters on both sides. */
public final class TorchParameters {
    private final Map<String, Tensor> values = new LinkedHashMap<>();
    private final List<String> trained = new ArrayList<>();

    /** Leaves with the values of a starting point. */
    public TorchParameters(TrainCase trainCase, StartingPoint start) {
        ParameterLayout layout = ClipModel.layoutOf(trainCase.config());
        for (ParameterLayout.Entry entry : layout.entries()) {
            Tensor value = torch.empty(dimensions(entry));
            FloatPointer data = value.data_ptr_float();
            start.parameter(
                    entry, (offset, block, count) -> data.position(offset).put(block, 0, count));
            if (entry.offset() < layout.trainedSize()) {
                trained.add(entry.name());
                value.requires_grad_(true);
            }
            values.put(entry.name(), value);
        }
    }

    private static long[] dimensions(ParameterLayout.Entry entry) {
        return IntStream.range(0, entry.shape().rank())
                .mapToLong(entry.shape()::dimension)
                .toArray();
    }

    /** Names of what is trained: all but running statistics. */
    List<String> trained() {
        return trained;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Tensor value(String name) {
        Tensor value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No parameter '" + name + "'");
        }
        return value;
    }

    TensorOptional optional(String name) {
        return new TensorOptional(value(name));
    }

    /** Drops all gradients, as {@code zero_grad(set_to_none=True)}: the next backward pass writes instead of adding. */
    void clearGradients() {
        trained.forEach(name -> value(name).mutable_grad().reset());
    }

    /** Layer normalisation of the last dimension. */
    Tensor norm(String name, Tensor x) {
        return torch.layer_norm(
                x, new long[] {x.size(-1)}, optional(name + ".weight"), optional(name + ".bias"), 1e-5, true);
    }

    /** {@code [rows, values.length / rows]} of 64-bit integers. */
    public static Tensor longs(int[] values, int rows) {
        long[] wide = IntStream.of(values).asLongStream().toArray();
        return torch.tensor(wide).reshape(rows, -1);
    }
}

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
final class TorchParameters {
    private final Map<String, Tensor> values = new LinkedHashMap<>();

    TorchParameters(TrainCase trainCase, StartingPoint start) {
        for (ParameterLayout.Entry entry :
                ClipModel.layoutOf(trainCase.config()).entries()) {
            Tensor value = torch.empty(dimensions(entry));
            FloatPointer data = value.data_ptr_float();
            start.parameter(
                    entry, (offset, block, count) -> data.position(offset).put(block, 0, count));
            values.put(entry.name(), value.requires_grad_(true));
        }
    }

    private static long[] dimensions(ParameterLayout.Entry entry) {
        return IntStream.range(0, entry.shape().rank())
                .mapToLong(entry.shape()::dimension)
                .toArray();
    }

    List<String> names() {
        return new ArrayList<>(values.keySet());
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
        values.values().forEach(value -> value.mutable_grad().reset());
    }

    /** {@code [rows, values.length / rows]} of 64-bit integers. */
    static Tensor longs(int[] values, int rows) {
        long[] wide = IntStream.of(values).asLongStream().toArray();
        return torch.tensor(wide).reshape(rows, -1);
    }
}

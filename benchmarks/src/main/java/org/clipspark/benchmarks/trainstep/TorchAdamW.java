package org.clipspark.benchmarks.trainstep;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's fused AdamW, the kernel behind {@code torch.optim.AdamW(fused=True)}: one pass over memory where the C++
 * optimizer makes a dozen. The bindings have no method for it, so it is called through the dispatcher.
 */
final class TorchAdamW {
    private static final Set<String> NOT_DECAYED =
            Set.of("positional_embedding", "visual.positional_embedding", "visual.class_embedding");

    private final OperatorHandle update = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
    private final Tensor steps = torch.zeros(1);
    private final Group decayed = new Group(TrainStep.WEIGHT_DECAY);
    private final Group notDecayed = new Group(0);

    TorchAdamW(TorchParameters parameters) {
        for (String name : parameters.trained()) {
            Tensor value = parameters.value(name);
            Group group = value.dim() > 1 && !NOT_DECAYED.contains(name) ? decayed : notDecayed;
            group.add(value);
        }
    }

    /** Parameters that are decayed alike, with their moments. */
    private final class Group {
        private final double weightDecay;
        private final List<Tensor> values = new ArrayList<>();
        private final List<Tensor> firstMoments = new ArrayList<>();
        private final List<Tensor> secondMoments = new ArrayList<>();

        Group(double weightDecay) {
            this.weightDecay = weightDecay;
        }

        void add(Tensor value) {
            values.add(value);
            firstMoments.add(torch.zeros_like(value));
            secondMoments.add(torch.zeros_like(value));
        }

        void step() {
            List<Tensor> gradients = values.stream().map(Tensor::grad).toList();
            List<Tensor> eachSteps = values.stream().map(value -> steps).toList();
            update.callBoxed(new IValueVector(
                    list(values),
                    list(gradients),
                    list(firstMoments),
                    list(secondMoments),
                    list(List.of()),
                    list(eachSteps),
                    new IValue(TrainStep.LEARNING_RATE),
                    new IValue(TrainStep.BETA1),
                    new IValue(TrainStep.BETA2),
                    new IValue(weightDecay),
                    new IValue(TrainStep.EPSILON),
                    new IValue(false),
                    new IValue(false),
                    new IValue(),
                    new IValue()));
        }

        private IValue list(List<Tensor> tensors) {
            GenericList list = new GenericList(new TensorList().elementType());
            tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
            return new IValue(list);
        }
    }

    /** Updates every parameter from its gradient. */
    void step() {
        PointerScope temporaries = new PointerScope();
        NoGradGuard frozen = new NoGradGuard();
        try (temporaries;
                frozen) {
            steps.add_(new Scalar(1.0));
            decayed.step();
            notDecayed.step();
        }
    }
}

package org.clipspark.benchmarks.trainstep;

import static org.bytedeco.pytorch.global.torch.linear;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * CLIP's ResNet in training mode. Of the attention pooling only the one query that is used is computed, which is less
 * than open_clip computes.
 */
final class TorchResNet implements TorchImageTower {
    private static final int HEAD_WIDTH = 64;
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    private final TorchParameters parameters;

    TorchResNet(TorchParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Tensor encode(Tensor images) {
        Tensor x = images;
        for (int number = 1; number <= 3; number++) {
            x = unit("visual.conv" + number, "visual.bn" + number, x, number == 1 ? 2 : 1)
                    .relu_();
        }
        x = torch.avg_pool2d(x, 2, 2);
        for (int stage = 1; parameters.has(convolution(stage, 0)); stage++) {
            for (int block = 0; parameters.has(convolution(stage, block)); block++) {
                x = block("visual.layer" + stage + "." + block, x, stage > 1 && block == 0 ? 2 : 1);
            }
        }
        return pool(x);
    }

    private static String convolution(int stage, int block) {
        return "visual.layer" + stage + "." + block + ".conv1.weight";
    }

    private Tensor unit(String convolution, String norm, Tensor x, int stride) {
        Tensor kernel = parameters.value(convolution + ".weight");
        long padding = kernel.size(2) / 2;
        Tensor y = torch.conv2d(
                x,
                kernel,
                new TensorOptional(),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1);
        return torch.batch_norm(
                y,
                parameters.optional(norm + ".weight"),
                parameters.optional(norm + ".bias"),
                parameters.optional(norm + ".running_mean"),
                parameters.optional(norm + ".running_var"),
                true,
                MOMENTUM,
                EPSILON,
                false);
    }

    /** Ends the life of all handles but the result's, so that only autograd holds what it needs, as in Python. */
    private Tensor block(String name, Tensor x, int window) {
        PointerScope temporaries = new PointerScope();
        Tensor out;
        try (temporaries) {
            Tensor reduced = unit(name + ".conv1", name + ".bn1", x, 1).relu_();
            Tensor spread = unit(name + ".conv2", name + ".bn2", reduced, 1).relu_();
            Tensor expanded = unit(name + ".conv3", name + ".bn3", averaged(spread, window), 1);
            boolean changesShape = parameters.has(name + ".downsample.0.weight");
            Tensor beside =
                    changesShape ? unit(name + ".downsample.0", name + ".downsample.1", averaged(x, window), 1) : x;
            out = expanded.add_(beside).relu_();
            out.retainReference();
        }
        PointerScope.getInnerScope().attach(out);
        out.releaseReference();
        return out;
    }

    private static Tensor averaged(Tensor x, int window) {
        return window == 1 ? x : torch.avg_pool2d(x, window, window);
    }

    private Tensor pool(Tensor maps) {
        String name = "visual.attnpool";
        Tensor positions = maps.flatten(2, 3).transpose(1, 2);
        Tensor tokens = torch.cat(
                        new TensorVector(positions.mean(new long[] {1}, true, new ScalarTypeOptional()), positions), 1)
                .add(parameters.value(name + ".positional_embedding"));
        Tensor attended = torch.scaled_dot_product_attention(
                split(project(name + ".q_proj", tokens.narrow(1, 0, 1))),
                split(project(name + ".k_proj", tokens)),
                split(project(name + ".v_proj", tokens)),
                new TensorOptional(),
                0,
                false,
                new DoubleOptional(),
                false);
        return project(name + ".c_proj", attended.transpose(1, 2).flatten(1, -1));
    }

    /** {@code [B, T, D]} to {@code [B, H, T, D / H]}. */
    private static Tensor split(Tensor x) {
        return x.reshape(x.size(0), x.size(1), x.size(2) / HEAD_WIDTH, HEAD_WIDTH)
                .transpose(1, 2);
    }

    private Tensor project(String name, Tensor x) {
        return linear(x, parameters.value(name + ".weight"), parameters.optional(name + ".bias"));
    }
}

package org.clipspark.benchmarks.trainstep;

import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/** Pre-norm residual blocks with one projection for queries, keys and values, and libtorch's fused attention. */
final class TorchTransformer {
    private enum Mask {
        NONE,
        CAUSAL
    }

    private final TorchParameters parameters;
    private final String prefix;
    private final int layers;
    private final int heads;
    private final Mask mask;

    private TorchTransformer(TorchParameters parameters, String prefix, int layers, int heads, Mask mask) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.layers = layers;
        this.heads = heads;
        this.mask = mask;
    }

    /** Every token sees every token. */
    static TorchTransformer full(TorchParameters parameters, String prefix, int layers, int heads) {
        return new TorchTransformer(parameters, prefix, layers, heads, Mask.NONE);
    }

    /** A token sees itself and those before it. */
    static TorchTransformer causal(TorchParameters parameters, String prefix, int layers, int heads) {
        return new TorchTransformer(parameters, prefix, layers, heads, Mask.CAUSAL);
    }

    /** {@code [B, T, D]} to {@code [B, T, D]}. */
    Tensor forward(Tensor input) {
        Tensor x = input;
        for (int layer = 0; layer < layers; layer++) {
            x = block(prefix + ".resblocks." + layer, x);
        }
        return x;
    }

    /** Ends the life of all handles but the result's, so that only autograd holds what it needs, as in Python. */
    private Tensor block(String name, Tensor x) {
        PointerScope temporaries = new PointerScope();
        Tensor out;
        try (temporaries) {
            Tensor middle = x.add(attention(name + ".attn", parameters.norm(name + ".ln_1", x)));
            Tensor hidden = project(name + ".mlp.c_fc", parameters.norm(name + ".ln_2", middle));
            out = middle.add(project(name + ".mlp.c_proj", gelu(hidden)));
            out.retainReference();
        }
        PointerScope.getInnerScope().attach(out);
        out.releaseReference();
        return out;
    }

    private Tensor attention(String name, Tensor x) {
        TensorVector parts = linear(
                        x, parameters.value(name + ".in_proj_weight"), parameters.optional(name + ".in_proj_bias"))
                .chunk(3, -1);
        Tensor out = scaled_dot_product_attention(
                split(parts.get(0)),
                split(parts.get(1)),
                split(parts.get(2)),
                new TensorOptional(),
                0,
                mask == Mask.CAUSAL,
                new DoubleOptional(),
                false);
        return project(name + ".out_proj", out.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2)));
    }

    /** {@code [B, T, D]} to {@code [B, H, T, D / H]}. */
    private Tensor split(Tensor x) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private Tensor project(String name, Tensor x) {
        return linear(x, parameters.value(name + ".weight"), parameters.optional(name + ".bias"));
    }
}

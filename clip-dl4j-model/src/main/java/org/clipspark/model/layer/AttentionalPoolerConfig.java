package org.clipspark.model.layer;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;

/**
 * Sizes and names of an attentional pooler.
 *
 * @param prefix of its parameters' names
 * @param width of queries and output, {@code D}
 * @param contextWidth of the tokens, {@code C}
 * @param queries number of queries
 * @param heads attention heads; divides {@code width}
 */
public record AttentionalPoolerConfig(String prefix, int width, int contextWidth, int queries, int heads) {
    /** PyTorch's default; open_clip's {@code norm_kwargs} do not reach the pooler. */
    static final double EPSILON = 1e-5;

    private static final String[] PARTS = {"q", "k", "v"};

    /** Checks the sizes. */
    public AttentionalPoolerConfig {
        if (queries < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("An attentional pooler needs attn_pooler_queries >= 1 and embed_dim a"
                    + " multiple of attn_pooler_heads, got queries=" + queries + " embed_dim=" + width + " heads="
                    + heads);
        }
    }

    /** Declares the pooler's parameters. */
    public void declare(ParameterSet.Declarations declarations) {
        declarations.add(queryName(), new Initial.Normal(1), queries, width);
        if (isFused()) {
            declarations.add(weight("in_proj_weight"), xavier(4L * width), 3L * width, width);
        } else {
            declarations
                    .add(weight("q_proj_weight"), xavier(2L * width), width, width)
                    .add(weight("k_proj_weight"), xavier((long) width + contextWidth), width, contextWidth)
                    .add(weight("v_proj_weight"), xavier((long) width + contextWidth), width, contextWidth);
        }
        declarations
                .add(weight("in_proj_bias"), Initial.ZERO, 3L * width)
                .add(weight("out_proj.weight"), new Initial.Uniform(1 / Math.sqrt(width)), width, width)
                .add(weight("out_proj.bias"), Initial.ZERO, width);
        LayerNorm.declare(declarations, prefix + ".ln_q", width);
        LayerNorm.declare(declarations, prefix + ".ln_k", contextWidth);
    }

    private static Initial xavier(long fans) {
        return new Initial.Uniform(Math.sqrt(6.0 / fans));
    }

    String queryName() {
        return prefix + ".query";
    }

    /** Whether PyTorch keeps the three matrices as one: it does where all have one shape. */
    private boolean isFused() {
        return width == contextWidth;
    }

    private String weight(String name) {
        return prefix + ".attn." + name;
    }

    /** The projection of queries (0), keys (1) or values (2). */
    Linear projection(Backend backend, ParameterSet parameters, int part) {
        String bias = weight("in_proj_bias");
        String weights = isFused() ? weight("in_proj_weight") : weight(PARTS[part] + "_proj_weight");
        return new Linear(
                backend,
                matrix(backend, parameters.parameter(weights), part),
                parameters.parameter(bias).view(backend, (long) part * width, Shape.of(width)));
    }

    private Parameter matrix(Backend backend, Parameter weights, int part) {
        return isFused() ? weights.view(backend, (long) part * width * width, Shape.of(width, width)) : weights;
    }
}

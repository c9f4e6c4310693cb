package org.clipspark.model.layer.convnext;

/** What leads from pooled channels to embeddings, {@code vision_cfg.timm_proj}. */
public enum HeadProjection {
    /** A matrix, by default without bias. */
    LINEAR,
    /** Two matrices with GELU between them, the hidden width twice the embeddings'; by default no bias at the end. */
    MLP,
    /** The trunk's own classifier, with bias. */
    CLASSIFIER,
    /** Nothing: the channels are the embedding. */
    NONE;

    /**
     * The projection of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static HeadProjection named(String name) {
        return switch (name) {
            case "linear" -> LINEAR;
            case "mlp" -> MLP;
            case "" -> CLASSIFIER;
            case "none" -> NONE;
            default ->
                throw new IllegalArgumentException(
                        "Unknown vision_cfg.timm_proj '" + name + "' (expected: linear, mlp, none or empty)");
        };
    }
}

package org.clipspark.model.layer;

/**
 * How the four weight matrices of each block are drawn; the two towers of open_clip differ in it.
 *
 * @param inProjection of queries, keys and values
 * @param outProjection of the attention
 * @param expand first matrix of the MLP
 * @param contract second matrix of the MLP
 */
public record TransformerInitials(Initial inProjection, Initial outProjection, Initial expand, Initial contract) {
    /** The text tower's: normal, with the residual projections scaled down by depth. */
    public static TransformerInitials text(TransformerConfig config) {
        double attention = Math.pow(config.width(), -0.5);
        double projection = attention * Math.pow(2.0 * config.layers(), -0.5);
        double mlp = Math.pow(2.0 * config.width(), -0.5);
        return new TransformerInitials(
                new Initial.Normal(attention),
                new Initial.Normal(projection),
                new Initial.Normal(mlp),
                new Initial.Normal(projection));
    }

    /** The image tower's: PyTorch's defaults, that is Xavier for the attention's input and uniform elsewhere. */
    public static TransformerInitials image(TransformerConfig config) {
        double byWidth = 1 / Math.sqrt(config.width());
        return new TransformerInitials(
                new Initial.Uniform(Math.sqrt(6.0 / (4.0 * config.width()))),
                new Initial.Uniform(byWidth),
                new Initial.Uniform(byWidth),
                new Initial.Uniform(1 / Math.sqrt(config.mlpWidth())));
    }
}

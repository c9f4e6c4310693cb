package org.clipspark.model.exchange;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.encoder.VisionConfig;
import org.clipspark.model.encoder.VisionTransformerConfig;

/**
 * Makes learnt positions for another number of patches or tokens out of those of a file, as open_clip does: positions of
 * patches by antialiased bicubic interpolation of their square grid, the class token's as it is, positions of texts by
 * linear interpolation.
 */
public final class PositionTables {
    private static final String IMAGE = "visual.positional_embedding";
    private static final String TEXT = "positional_embedding";
    private static final int LARGEST_TABLE = 1 << 26;

    private final Map<String, Resize> resizes;

    private PositionTables(Map<String, Resize> resizes) {
        this.resizes = Map.copyOf(resizes);
    }

    /** One table's way from {@code [rows, D]} to the model's. */
    private interface Resize {
        boolean accepts(int rows);

        double[] of(double[] table, int rows, int width);
    }

    /** The tables of the towers of that model; of a ResNet only the text's, as in open_clip. */
    public static PositionTables of(ModelConfig config) {
        Map<String, Resize> resizes = new HashMap<>();
        Resize texts = new Texts(config.text().contextLength());
        resizes.put(TEXT, texts);
        resizes.put("text." + TEXT, texts);
        if (config.vision() instanceof VisionTransformerConfig) {
            resizes.put(IMAGE, Patches.of(config.vision()));
        }
        return new PositionTables(resizes);
    }

    /** Positions of the tokens of a text. */
    private record Texts(int context) implements Resize {
        @Override
        public boolean accepts(int rows) {
            return rows >= 1;
        }

        @Override
        public double[] of(double[] table, int rows, int width) {
            return SampleWeights.linear(rows, context).apply(table, 1, width);
        }
    }

    /** Positions of the class token and of a grid of patches. */
    private record Patches(int down, int across) implements Resize {
        static Patches of(VisionConfig config) {
            int patch = config.patchSize();
            return new Patches(config.size().height() / patch, config.size().width() / patch);
        }

        @Override
        public boolean accepts(int rows) {
            return rows >= 2 && side(rows) * side(rows) == rows - 1;
        }

        private static int side(int rows) {
            return (int) Math.round(Math.sqrt(rows - 1.0));
        }

        @Override
        public double[] of(double[] table, int rows, int width) {
            int side = side(rows);
            double[] grid = Arrays.copyOfRange(table, width, table.length);
            double[] wide = SampleWeights.bicubic(side, across).apply(grid, side, width);
            double[] resized = SampleWeights.bicubic(side, down).apply(wide, 1, across * width);
            double[] result = Arrays.copyOf(table, width + resized.length);
            System.arraycopy(resized, 0, result, width, resized.length);
            return result;
        }
    }

    /** Whether a tensor of that shape can become the table of that name, of shape {@code wanted}. */
    boolean canResize(String parameter, Shape found, Shape wanted) {
        Resize resize = resizes.get(parameter);
        return resize != null
                && found.rank() == 2
                && wanted.rank() == 2
                && found.dimension(1) == wanted.dimension(1)
                && found.size() <= LARGEST_TABLE
                && resize.accepts((int) found.dimension(0));
    }

    /** The table of that name out of a file's of shape {@code found}, which {@link #canResize} accepted. */
    float[] resized(String parameter, Shape found, float[] values) {
        Resize resize = resizes.get(parameter);
        if (resize == null) {
            throw new IllegalArgumentException("'" + parameter + "' is no table of positions");
        }
        double[] table = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            table[i] = values[i];
        }
        double[] resized = resize.of(table, (int) found.dimension(0), (int) found.dimension(1));
        float[] result = new float[resized.length];
        for (int i = 0; i < resized.length; i++) {
            result[i] = (float) resized[i];
        }
        return result;
    }
}

package org.clipspark.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionTablesTest {
    private static final String TEXT = "positional_embedding";
    private static final String IMAGE = "visual.positional_embedding";

    @TempDir
    Path folder;

    private static ModelConfig config(String imageSize, int context) {
        return ModelConfig.parse("""
                {"embed_dim": 2,
                 "vision_cfg": {"image_size": %s, "patch_size": 2, "width": 4, "layers": 1, "head_width": 2},
                 "text_cfg": {"context_length": %d, "vocab_size": 7, "width": 4, "heads": 2, "layers": 1}}
                """.formatted(imageSize, context));
    }

    @Test
    void interpolatesTextsOnStraightLines() {
        float[] table = {0, 10, 4, 30};

        float[] resized = PositionTables.of(config("4", 4)).resized(TEXT, Shape.of(2, 2), table);

        assertThat(resized).containsExactly(0, 10, 1, 15, 3, 25, 4, 30);
    }

    @Test
    void keepsTheClassTokenAndInterpolatesPatchesByCubics() {
        float[] table = {7, 0, 1, 0, 1};

        float[] resized = PositionTables.of(config("[4, 8]", 3)).resized(IMAGE, Shape.of(5, 1), table);

        // A cubic through two samples: weights f(0.25), f(1.25) and f(0.25), f(0.75), each by its sum.
        assertThat(resized)
                .containsExactly(
                        new float[] {
                            7,
                            -0.0882353f,
                            0.2071429f,
                            0.7928571f,
                            1.0882353f,
                            -0.0882353f,
                            0.2071429f,
                            0.7928571f,
                            1.0882353f
                        },
                        within(1e-6f));
    }

    @Test
    void aSmoothFieldSurvivesAWayToHalfTheSizeAndBack() {
        float[] table = new float[1 + 14 * 14];
        for (int patch = 0; patch < 14 * 14; patch++) {
            int row = patch / 14;
            int column = patch % 14;
            table[1 + patch] = (float) (Math.sin(row / 4.0) + Math.cos(column / 5.0));
        }

        float[] small = PositionTables.of(config("14", 3)).resized(IMAGE, Shape.of(197, 1), table);
        float[] back = PositionTables.of(config("28", 3)).resized(IMAGE, Shape.of(50, 1), small);

        assertThat(small).hasSize(50);
        assertThat(cosine(table, back)).isGreaterThan(0.999);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(squaresA * squaresB);
    }

    @Test
    void acceptsSquareGridsOfTheSameWidthOnly() {
        PositionTables tables = PositionTables.of(config("8", 3));
        Shape wanted = Shape.of(17, 4);

        assertThat(tables.canResize(IMAGE, Shape.of(10, 4), wanted)).isTrue();
        assertThat(tables.canResize(IMAGE, Shape.of(11, 4), wanted)).isFalse();
        assertThat(tables.canResize(IMAGE, Shape.of(10, 5), wanted)).isFalse();
        assertThat(tables.canResize(IMAGE, Shape.of(1, 4), wanted)).isFalse();
        assertThat(tables.canResize(IMAGE, Shape.of(40), wanted)).isFalse();
        assertThat(tables.canResize("visual.proj", Shape.of(10, 4), wanted)).isFalse();
    }

    @Test
    void readsAModelOfOtherSizes() {
        ParameterLayout from = ClipModel.layoutOf(config("4", 3));
        ParameterLayout to = ClipModel.layoutOf(config("8", 5));
        float[] values = new float[(int) from.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("small.safetensors");
        SafetensorsFile.write(file, from, FloatVector.of(values));
        float[] read = new float[(int) to.size()];

        ImportReport report = ForeignModel.open(file).read(to, FloatVector.of(read), PositionTables.of(config("8", 5)));

        assertThat(report.isComplete()).isTrue();
        assertThat(report.resized())
                .containsExactly(TEXT + " from [3, 4] to [5, 4]", IMAGE + " from [5, 4] to [17, 4]");
        int first = (int) to.entry(TEXT).offset();
        assertThat(read[first])
                .as("the first text position stays the first")
                .isEqualTo(values[(int) from.entry(TEXT).offset()]);
        int image = (int) to.entry(IMAGE).offset();
        assertThat(read[image + 3])
                .as("the class token is kept")
                .isEqualTo(values[(int) from.entry(IMAGE).offset() + 3]);
        int norm = (int) to.entry("visual.proj").offset();
        assertThat(read[norm]).isEqualTo(values[(int) from.entry("visual.proj").offset()]);
    }
}

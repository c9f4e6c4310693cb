package org.clipspark.job.robust.attack;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clipspark.image.RgbImage;
import org.clipspark.job.data.Seeds;
import org.clipspark.job.robust.attack.bound.LinfBall;
import org.clipspark.model.input.PixelSpace;

/** The best point of each image so far, and points near it to try. */
final class SquareSearch {
    /** A square that changes nothing is drawn again; with a bound below a float's resolution nothing ever would. */
    private static final int DRAWS = 16;

    private final AttackSamples samples;
    private final PixelSpace pixels;
    private final LinfBall ball;
    private final SplittableRandom[] randoms;
    private final double[] margins;
    private final float[] best;

    SquareSearch(AttackSamples samples, PixelSpace pixels, LinfBall ball, long seed) {
        this.samples = samples;
        this.pixels = pixels;
        this.ball = ball;
        this.randoms = new SplittableRandom[samples.count()];
        Arrays.setAll(randoms, row -> new SplittableRandom(Seeds.mix(seed, samples.key(row))));
        this.margins = new double[samples.count()];
        Arrays.fill(margins, Double.POSITIVE_INFINITY);
        this.best = samples.images().clone();
    }

    /** Stripes of the width of a pixel, {@code [rows][length]}. */
    float[] stripes(int[] rows) {
        float[] points = copy(rows);
        for (int i = 0; i < rows.length; i++) {
            for (int x = 0; x < pixels.size().width(); x++) {
                paint(points, i, rows[i], new Area(0, x, pixels.size().height(), 1));
            }
        }
        return points;
    }

    /** One square on each best point, {@code [rows][length]}. */
    float[] squares(int[] rows, double share) {
        int height = pixels.size().height();
        int width = pixels.size().width();
        long side = Math.max(1, Math.round(Math.sqrt(share * height * width)));
        int fitting = (int) Math.min(side, Math.min(height, width));
        float[] points = copy(rows);
        for (int i = 0; i < rows.length; i++) {
            SplittableRandom random = randoms[rows[i]];
            Area square = new Area(
                    random.nextInt(height - fitting + 1), random.nextInt(width - fitting + 1), fitting, fitting);
            boolean isChanged = false;
            for (int draw = 0; draw < DRAWS && !isChanged; draw++) {
                isChanged = paint(points, i, rows[i], square);
            }
        }
        return points;
    }

    private record Area(int top, int left, int height, int width) {}

    private float[] copy(int[] rows) {
        int length = samples.length();
        float[] points = new float[rows.length * length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(best, rows[i] * length, points, i * length, length);
        }
        return points;
    }

    /** Moves each channel of an area to one end of its bound, drawn at random; returns whether anything changed. */
    private boolean paint(float[] points, int place, int row, Area area) {
        boolean isChanged = false;
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            boolean isUp = randoms[row].nextBoolean();
            for (int y = area.top(); y < area.top() + area.height(); y++) {
                for (int x = area.left(); x < area.left() + area.width(); x++) {
                    int index = pixels.index(c, y, x);
                    float original = samples.images()[row * samples.length() + index];
                    float value = isUp ? ball.highest(original) : ball.lowest(original);
                    isChanged |= value != points[place * samples.length() + index];
                    points[place * samples.length() + index] = value;
                }
            }
        }
        return isChanged;
    }

    /** Keeps the points where the right class is less far ahead. */
    void keepBetter(int[] rows, float[] points, ClassScores scores) {
        int length = samples.length();
        for (int i = 0; i < rows.length; i++) {
            double margin = scores.margin(i, samples.labels()[rows[i]]);
            if (margin < margins[rows[i]]) {
                margins[rows[i]] = margin;
                System.arraycopy(points, i * length, best, rows[i] * length, length);
            }
        }
    }
}

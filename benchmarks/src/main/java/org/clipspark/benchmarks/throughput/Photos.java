package org.clipspark.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;

/** JPEG files that are as much work as photographs: smooth colours, edges, a little noise. */
public final class Photos {
    private static final int COUNT = 48;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 400;
    private static final int QUALITY = 90;
    private static final int CELL = 25;

    private Photos() {}

    /** The same files on every machine. */
    public static List<byte[]> files() {
        RgbEncoder encoder = RgbEncoder.named("jpg", QUALITY);
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            files.add(encoder.encode(photo(new Random(i))));
        }
        return files;
    }

    private static RgbImage photo(Random random) {
        byte[] pixels = new byte[WIDTH * HEIGHT * RgbImage.CHANNELS];
        int centreX = random.nextInt(WIDTH);
        int centreY = random.nextInt(HEIGHT);
        int radius = 60 + random.nextInt(80);
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            float[][] grid = grid(random);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    float value = smooth(grid, x, y);
                    boolean inside = Math.hypot(x - centreX, y - centreY) < radius;
                    float edged = inside ? 255 - value : value;
                    int noisy = Math.round(edged + (random.nextFloat() - 0.5f) * 16);
                    pixels[(y * WIDTH + x) * RgbImage.CHANNELS + c] = (byte) Math.max(0, Math.min(255, noisy));
                }
            }
        }
        return new RgbImage(WIDTH, HEIGHT, pixels);
    }

    private static float[][] grid(Random random) {
        float[][] grid = new float[HEIGHT / CELL + 2][WIDTH / CELL + 2];
        for (float[] row : grid) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextFloat() * 255;
            }
        }
        return grid;
    }

    private static float smooth(float[][] grid, int x, int y) {
        float right = (float) (x % CELL) / CELL;
        float down = (float) (y % CELL) / CELL;
        float[] above = grid[y / CELL];
        float[] below = grid[y / CELL + 1];
        int at = x / CELL;
        return (above[at] * (1 - right) + above[at + 1] * right) * (1 - down)
                + (below[at] * (1 - right) + below[at + 1] * right) * down;
    }
}

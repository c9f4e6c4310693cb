package org.clipspark.job.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Invents scenes. */
final class SceneGenerator {
    private static final double SINGLE_SHARE = 0.7;
    private static final double GROUP_SHARE = 0.12;
    private static final double LARGEST_TURN = Math.toRadians(14);
    private static final int COLOUR_JITTER = 10;
    /** Least distance in RGB between an object and its ground. */
    private static final double CONTRAST = 105;

    private final Random random;

    SceneGenerator(Random random) {
        this.random = random;
    }

    /** A scene for training, of the given combinations only. */
    Scene any(List<DemoClass> classes) {
        double kind = random.nextDouble();
        if (kind < SINGLE_SHARE) {
            return single(pick(classes));
        }
        if (kind < SINGLE_SHARE + GROUP_SHARE) {
            return group(pick(classes));
        }
        return pair(pick(classes), pick(classes));
    }

    /** One object of varied size, place and turn. */
    Scene single(DemoClass kind) {
        double radius = between(16, 27);
        double x = between(radius + 1, Scene.SIZE - radius - 1);
        double y = between(radius + 1, Scene.SIZE - radius - 1);
        return new Scene(Scene.Layout.SINGLE, List.of(object(kind, x, y, radius)), background(kind.colour()));
    }

    private Scene group(DemoClass kind) {
        int count = 2 + random.nextInt(2);
        double radius = count == 2 ? between(11, 14) : between(9, 11.5);
        double start = between(0, 2 * Math.PI);
        double distance = count == 2 ? 16 : 18;
        List<SceneObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double angle = start + 2 * Math.PI * i / count;
            double half = Scene.SIZE / 2d;
            objects.add(object(kind, half + distance * Math.cos(angle), half + distance * Math.sin(angle), radius));
        }
        return new Scene(Scene.Layout.GROUP, List.copyOf(objects), background(kind.colour()));
    }

    private Scene pair(DemoClass first, DemoClass second) {
        double near = between(15, 17);
        double far = between(47, 49);
        double across = between(20, 44);
        double other = across + between(-5, 5);
        double radius = between(11.5, 14.5);
        boolean beside = random.nextBoolean();
        SceneObject one = beside ? object(first, near, across, radius) : object(first, across, near, radius);
        SceneObject two = beside ? object(second, far, other, radius) : object(second, other, far, radius);
        return new Scene(
                beside ? Scene.Layout.LEFT_OF : Scene.Layout.ABOVE,
                List.of(one, two),
                background(first.colour(), second.colour()));
    }

    private SceneObject object(DemoClass kind, double x, double y, double radius) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int channel = (kind.colour().rgb() >> shift & 0xFF) + random.nextInt(2 * COLOUR_JITTER + 1) - COLOUR_JITTER;
            rgb |= Math.max(0, Math.min(255, channel)) << shift;
        }
        return new SceneObject(kind, x, y, radius, between(-LARGEST_TURN, LARGEST_TURN), rgb);
    }

    private Scene.Background background(Colour... colours) {
        List<Scene.Background> clear = Arrays.stream(Scene.Background.values())
                .filter(ground ->
                        Arrays.stream(colours).allMatch(colour -> distance(ground.rgb(), colour.rgb()) > CONTRAST))
                .toList();
        // Black and white together stand out from no ground at the distance asked for, but from a middle one enough.
        return clear.isEmpty() ? Scene.Background.MIST : pick(clear);
    }

    static double distance(int left, int right) {
        double squares = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double difference = (left >> shift & 0xFF) - (right >> shift & 0xFF);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

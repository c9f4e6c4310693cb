package org.clipspark.job.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Invents scenes. */
final class SceneGenerator {
    private static final double SINGLE_SHARE = 0.7;
    private static final double GROUP_SHARE = 0.12;
    private static final double LARGEST_TURN = Math.toRadians(14);
    private static final int COLOUR_JITTER = 10;
    /** Pixels that an outline needs beyond its object. */
    private static final int EDGE = 2;

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
        double radius = between(18, 28);
        double x = between(radius + EDGE, Scene.SIZE - radius - EDGE);
        double y = between(radius + EDGE, Scene.SIZE - radius - EDGE);
        return new Scene(Scene.Layout.SINGLE, List.of(object(kind, x, y, radius)), background());
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
        return new Scene(Scene.Layout.GROUP, List.copyOf(objects), background());
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
        return new Scene(beside ? Scene.Layout.LEFT_OF : Scene.Layout.ABOVE, List.of(one, two), background());
    }

    private SceneObject object(DemoClass kind, double x, double y, double radius) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int channel = (kind.colour().rgb() >> shift & 0xFF) + random.nextInt(2 * COLOUR_JITTER + 1) - COLOUR_JITTER;
            rgb |= Math.max(0, Math.min(255, channel)) << shift;
        }
        return new SceneObject(kind, x, y, radius, between(-LARGEST_TURN, LARGEST_TURN), rgb);
    }

    private Scene.Background background() {
        return pick(List.of(Scene.Background.values()));
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

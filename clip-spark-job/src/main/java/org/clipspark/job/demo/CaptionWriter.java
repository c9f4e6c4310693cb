package org.clipspark.job.demo;

import java.util.List;
import java.util.Random;

/** Puts scenes into words: the colour and the shape always, the rest sometimes, the wording never twice the same way. */
final class CaptionWriter {
    private static final double SYNONYM_SHARE = 0.15;
    private static final double SIZE_SHARE = 0.35;
    private static final double PLACE_SHARE = 0.25;
    private static final double GROUND_SHARE = 0.25;
    private static final double SMALL_RADIUS = 20.5;
    private static final double LARGE_RADIUS = 25.5;
    /** Parts of the image that count as its left, right, top and bottom. */
    private static final double EDGE_SHARE = 0.4;

    private static final List<String> FRAMES = List.of(
            "%s",
            "%s.",
            "a drawing of %s",
            "a picture of %s",
            "an image of %s",
            "there is %s",
            "this is %s",
            "the picture shows %s",
            "we see %s");
    private static final List<String> NUMBERS = List.of("two", "three");

    private final Random random;

    CaptionWriter(Random random) {
        this.random = random;
    }

    /** One caption, in lower case. */
    String caption(Scene scene) {
        String what = switch (scene.layout()) {
            case SINGLE -> single(scene.objects().get(0));
            case GROUP -> group(scene);
            case LEFT_OF -> pair(scene, "left of", "right of");
            case ABOVE -> pair(scene, "above", "below");
        };
        String frame = pick(FRAMES);
        return String.format(frame, what + ground(scene));
    }

    private String single(SceneObject object) {
        String noun = size(object) + noun(object.kind());
        String which = switch (random.nextInt(6)) {
            case 0 -> noun;
            case 1 -> "one " + noun;
            case 2 -> "the " + noun;
            case 3 -> "a " + shape(object.kind()) + " that is " + colour(object.kind());
            default -> article(noun) + noun;
        };
        return which + place(object);
    }

    private String group(Scene scene) {
        DemoClass kind = scene.objects().get(0).kind();
        int count = scene.objects().size();
        String number = count == 2 && random.nextInt(4) == 0 ? "a pair of" : NUMBERS.get(count - 2);
        String noun = noun(kind);
        return number + ' ' + noun + (noun.endsWith("s") || noun.endsWith("x") ? "es" : "s");
    }

    private String pair(Scene scene, String forward, String backward) {
        String first = withArticle(scene.objects().get(0).kind());
        String second = withArticle(scene.objects().get(1).kind());
        return switch (random.nextInt(5)) {
            case 0 -> first + " and " + second;
            case 1 -> second + " next to " + first;
            case 2 -> second + ' ' + backward + ' ' + first;
            default -> first + ' ' + forward + ' ' + second;
        };
    }

    private String withArticle(DemoClass kind) {
        String noun = noun(kind);
        return article(noun) + noun;
    }

    private static String article(String noun) {
        return "aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ";
    }

    private String noun(DemoClass kind) {
        return colour(kind) + ' ' + shape(kind);
    }

    private String colour(DemoClass kind) {
        return word(kind.colour().word(), kind.colour().synonym());
    }

    private String shape(DemoClass kind) {
        return word(kind.shape().word(), kind.shape().synonym());
    }

    private String size(SceneObject object) {
        if (random.nextDouble() >= SIZE_SHARE) {
            return "";
        }
        if (object.radius() < SMALL_RADIUS) {
            return random.nextBoolean() ? "small " : "little ";
        }
        if (object.radius() > LARGE_RADIUS) {
            return random.nextBoolean() ? "large " : "big ";
        }
        return "";
    }

    private String place(SceneObject object) {
        if (random.nextDouble() >= PLACE_SHARE) {
            return "";
        }
        String vertical = side(object.y(), "top", "bottom");
        String horizontal = side(object.x(), "left", "right");
        if (vertical.isEmpty() && horizontal.isEmpty()) {
            return " in the middle";
        }
        return vertical.isEmpty()
                ? " on the " + horizontal
                : " at the " + vertical + (horizontal.isEmpty() ? "" : ' ' + horizontal);
    }

    private static String side(double position, String low, String high) {
        double share = position / Scene.SIZE;
        return share < EDGE_SHARE ? low : share > 1 - EDGE_SHARE ? high : "";
    }

    private String ground(Scene scene) {
        return random.nextDouble() < GROUND_SHARE
                ? " on a " + scene.background().word() + " background"
                : "";
    }

    private String word(String usual, String synonym) {
        return random.nextDouble() < SYNONYM_SHARE ? synonym : usual;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

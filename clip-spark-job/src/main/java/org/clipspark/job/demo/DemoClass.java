package org.clipspark.job.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * A colour and a shape together.
 *
 * @param colour of the object
 * @param shape of the object
 */
record DemoClass(Colour colour, ShapeKind shape) {
    // Offsets along the diagonals of the colour-shape table: each colour lacks three shapes, each shape three or four
    // colours, so every word and every look is learnt in other company.
    private static final List<Integer> HELD_OUT_DIAGONALS = List.of(0, 3, 7);
    private static final List<Colour> COLOURS = List.of(Colour.values());
    private static final List<ShapeKind> SHAPES = List.of(ShapeKind.values());

    /** Combinations to learn from, in a fixed order. */
    static List<DemoClass> seen() {
        return all().filter(each -> !each.isHeldOut()).toList();
    }

    /** Combinations that occur in no training image, in a fixed order. */
    static List<DemoClass> heldOut() {
        return all().filter(DemoClass::isHeldOut).toList();
    }

    /** Name as a class of the zero-shot evaluation, such as {@code red circle}. */
    String className() {
        return colour.word() + ' ' + shape.word();
    }

    boolean isHeldOut() {
        int diagonal = SHAPES.indexOf(shape) - COLOURS.indexOf(colour);
        return HELD_OUT_DIAGONALS.contains(Math.floorMod(diagonal, SHAPES.size()));
    }

    private static Stream<DemoClass> all() {
        return COLOURS.stream().flatMap(colour -> SHAPES.stream().map(shape -> new DemoClass(colour, shape)));
    }
}

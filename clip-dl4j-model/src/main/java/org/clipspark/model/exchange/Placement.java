package org.clipspark.model.exchange;

import java.util.Arrays;
import org.clipspark.model.compute.Shape;

/**
 * Where a foreign tensor goes.
 *
 * @param parameter name of the model's parameter
 * @param part index of the equal part along its first dimension, from 0
 * @param parts number of parts that make up the parameter, at least 1
 * @param form whether its two dimensions are exchanged
 */
record Placement(String parameter, int part, int parts, Form form) {
    /** Order of dimensions. */
    enum Form {
        PLAIN,
        TRANSPOSED
    }

    /** A tensor that is the whole of a parameter. */
    static Placement whole(String parameter) {
        return new Placement(parameter, 0, 1, Form.PLAIN);
    }

    /** A matrix that is a parameter with rows and columns exchanged. */
    static Placement transposed(String parameter) {
        return new Placement(parameter, 0, 1, Form.TRANSPOSED);
    }

    /** Whether a tensor of that shape fits its place in a parameter of shape {@code target}. */
    boolean fits(Shape tensor, Shape target) {
        if (form == Form.TRANSPOSED) {
            return target.rank() == 2 && tensor.equals(Shape.of(target.dimension(1), target.dimension(0)));
        }
        // A single number is written as [] by some programs and as [1] by others.
        boolean bothSingle = parts == 1 && tensor.size() == 1 && target.size() == 1;
        return bothSingle || tensor.equals(wanted(target));
    }

    /** The shape that a tensor must have to go there. */
    Shape wanted(Shape target) {
        long[] dimensions = target.toArray();
        if (form == Form.TRANSPOSED && dimensions.length == 2) {
            return Shape.of(dimensions[1], dimensions[0]);
        }
        if (parts > 1 && dimensions.length > 0 && dimensions[0] % parts == 0) {
            long[] slice = Arrays.copyOf(dimensions, dimensions.length);
            slice[0] /= parts;
            return Shape.of(slice);
        }
        return target;
    }
}

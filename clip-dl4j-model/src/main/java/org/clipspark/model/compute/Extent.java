package org.clipspark.model.compute;

/**
 * One measure of one argument of an operation, and what it must agree with. A tensor {@code [.., D]} is a matrix of
 * {@code size / D} rows.
 */
record Extent(String name, Tensor tensor, long count, String unit) {
    /** Last dimension. */
    static long columns(Tensor x) {
        return x.shape().rank() == 0 ? 1 : x.shape().dimension(-1);
    }

    /** Product of all dimensions but the last. */
    static long rows(Tensor x) {
        return x.size() / columns(x);
    }

    static Extent rows(String name, Tensor tensor) {
        return new Extent(name, tensor, rows(tensor), "rows");
    }

    static Extent columns(String name, Tensor tensor) {
        return new Extent(name, tensor, columns(tensor), "columns");
    }

    static Extent elements(String name, Tensor tensor) {
        return new Extent(name, tensor, tensor.size(), "elements");
    }

    /** Two measures of floating tensors that must be one number. */
    static void equal(String operation, Extent left, Extent right) {
        left.requireFloating(operation);
        right.requireFloating(operation);
        match(operation, left, right);
    }

    /** Two measures that must be one number, of tensors of any type. */
    static void match(String operation, Extent left, Extent right) {
        if (left.count != right.count) {
            throw new IllegalArgumentException(operation + ": " + left + ", " + right);
        }
    }

    /** A measure of a floating tensor that must be the given number; {@code formula} says where it comes from. */
    static void expect(String operation, Extent extent, long expected, String formula) {
        extent.requireFloating(operation);
        if (extent.count != expected) {
            throw new IllegalArgumentException(operation + ": " + extent + ", expected " + formula + " = " + expected);
        }
    }

    /** A measure that {@code divisor}, named {@code meaning}, must divide. */
    static void multiple(String operation, Extent extent, long divisor, String meaning) {
        if (extent.count % divisor != 0) {
            throw new IllegalArgumentException(
                    operation + ": " + extent + ", expected a multiple of " + meaning + " = " + divisor);
        }
    }

    void requireFloating(String operation) {
        if (tensor.elementType() == ElementType.INT32) {
            throw new IllegalArgumentException(
                    operation + ": " + name + " " + tensor.shape() + " must be floating, got INT32");
        }
    }

    @Override
    public String toString() {
        return name + " " + tensor.shape() + " has " + count + " " + unit;
    }
}

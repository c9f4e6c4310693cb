package org.clipspark.model.compute;

/**
 * Sizes of one square two-dimensional convolution.
 *
 * @param input maps that it reads
 * @param outputs channels that it makes, {@code O}
 * @param kernel side of the kernel, {@code K}
 * @param stride positions between two windows, both ways
 * @param padding zeros around each map, on every side; less than {@code kernel}
 */
public record ConvolutionShape(MapShape input, int outputs, int kernel, int stride, int padding) {
    /** Checks the sizes. */
    public ConvolutionShape {
        if (outputs < 1 || kernel < 1 || stride < 1 || padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException("A convolution needs positive sizes and a padding below the kernel, got"
                    + " outputs=" + outputs + " kernel=" + kernel + " stride=" + stride + " padding=" + padding);
        }
        if (Math.min(input.height(), input.width()) + 2 * padding < kernel) {
            throw new IllegalArgumentException("A kernel of " + kernel + " does not fit maps of " + input.height() + "x"
                    + input.width() + " with padding " + padding);
        }
    }

    /** Maps that it makes. */
    public MapShape output() {
        return new MapShape(input.batch(), side(input.height()), side(input.width()), outputs);
    }

    private int side(int length) {
        return (length + 2 * padding - kernel) / stride + 1;
    }

    /** Shape {@code [O, I, K, K]} of the weights. */
    public Shape weights() {
        return Shape.of(outputs, input.channels(), kernel, kernel);
    }

    /** Multiplications and additions of one pass. */
    public long floatingPointOperations() {
        return 2 * output().rows() * weights().size();
    }
}

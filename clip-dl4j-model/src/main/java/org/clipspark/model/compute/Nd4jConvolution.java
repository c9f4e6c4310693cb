package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution as a sum over the kernel's places: at each, the positions of the padded input that it meets form a matrix
 * {@code [B*H'*W', I]} that one slice {@code [O, I]} of the weights multiplies.
 */
final class Nd4jConvolution {
    private final ConvolutionShape shape;
    private final MapShape padded;
    private final MapShape output;

    Nd4jConvolution(ConvolutionShape shape) {
        this.shape = shape;
        MapShape input = shape.input();
        int border = 2 * shape.padding();
        this.padded = new MapShape(input.batch(), input.height() + border, input.width() + border, input.channels());
        this.output = shape.output();
    }

    private interface Place {
        void visit(int row, int column);
    }

    private void eachPlace(Place place) {
        for (int row = 0; row < shape.kernel(); row++) {
            for (int column = 0; column < shape.kernel(); column++) {
                place.visit(row, column);
            }
        }
    }

    void forward(Nd4jTensor x, Nd4jTensor w, INDArray y) {
        INDArray input = pad(x);
        INDArray sum = Nd4j.zeros(y.dataType(), y.shape());
        eachPlace((row, column) ->
                sum.addi(met(input, row, column).mmul(slice(w, row, column).transpose())));
        y.assign(sum);
    }

    void backwardInput(INDArray dy, Nd4jTensor w, Nd4jTensor dx) {
        INDArray input = Nd4j.zeros(dy.dataType(), padded.rows(), padded.channels());
        eachPlace((row, column) ->
                window(input, row, column).addi(dy.mmul(slice(w, row, column)).reshape(windowDimensions())));
        maps(dx).assign(inner(input));
    }

    void backwardWeight(INDArray dy, Nd4jTensor x, Nd4jTensor dw) {
        INDArray input = pad(x);
        eachPlace((row, column) -> weights(dw, row, column).addi(dy.transpose().mmul(met(input, row, column))));
    }

    private INDArray pad(Nd4jTensor x) {
        INDArray result = Nd4j.zeros(x.matrix().dataType(), padded.rows(), padded.channels());
        inner(result).assign(maps(x));
        return result;
    }

    private INDArray maps(Nd4jTensor x) {
        MapShape input = shape.input();
        return x.array(input.batch(), input.height(), input.width(), input.channels());
    }

    /** The padded input without its border. */
    private INDArray inner(INDArray input) {
        MapShape size = shape.input();
        long[] dimensions = {size.batch(), size.height(), size.width(), size.channels()};
        return view(input, shape.padding(), shape.padding(), 1, dimensions);
    }

    /** What one place of the kernel meets, {@code [B*H'*W', I]}, as a copy. */
    private INDArray met(INDArray input, int row, int column) {
        return window(input, row, column).dup('c').reshape(output.rows(), padded.channels());
    }

    private INDArray window(INDArray input, int row, int column) {
        return view(input, row, column, shape.stride(), windowDimensions());
    }

    private long[] windowDimensions() {
        return new long[] {output.batch(), output.height(), output.width(), padded.channels()};
    }

    private INDArray view(INDArray input, int row, int column, int step, long[] dimensions) {
        long channels = padded.channels();
        long line = padded.width() * channels;
        long[] strides = {padded.height() * line, step * line, step * channels, 1};
        return Nd4j.create(input.data(), dimensions, strides, row * line + column * channels, 'c');
    }

    private INDArray slice(Nd4jTensor w, int row, int column) {
        return weights(w, row, column).dup('c');
    }

    /** The weights {@code [O, I]} of one place, where they lie. */
    private INDArray weights(Nd4jTensor w, int row, int column) {
        long kernel = shape.kernel();
        long inputs = padded.channels();
        long[] dimensions = {shape.outputs(), inputs};
        long[] strides = {inputs * kernel * kernel, kernel * kernel};
        return w.strided(row * kernel + column, dimensions, strides);
    }
}

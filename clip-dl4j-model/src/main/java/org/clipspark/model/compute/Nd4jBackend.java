package org.clipspark.model.compute;

import java.util.function.DoubleSupplier;
import org.clipspark.model.compute.Nd4jNormalization.Statistics;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The reference: every operation by ND4J, in single or double precision, clear rather than fast. */
final class Nd4jBackend implements Backend {
    private final ElementType floatType;
    private final Nd4jMemory memory;
    private final VariantOperations variants;
    private final FeatureMapOperations featureMaps;

    Nd4jBackend(BackendSettings settings) {
        settings.requireFullPrecision("nd4j");
        this.floatType = settings.floatType();
        this.memory = new Nd4jMemory(settings.threads());
        this.variants = new Nd4jVariants(memory);
        this.featureMaps = new Nd4jFeatureMaps(memory);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public ElementType floatType() {
        return floatType;
    }

    @Override
    public Tensor allocate(ElementType type, Shape shape) {
        ShapeCheck.allocate(floatType, floatType, type, shape);
        return memory.allocate(type, shape);
    }

    @Override
    public Tensor view(Tensor base, long offset, Shape shape) {
        ShapeCheck.view(base, offset, shape);
        return memory.own(base).view(offset, shape);
    }

    @Override
    public void write(Tensor to, long offset, float[] from, int fromIndex, int count) {
        Nd4jTransfer.write(memory.own(to), offset, from, fromIndex, count);
    }

    @Override
    public void write(Tensor to, long offset, double[] from, int fromIndex, int count) {
        Nd4jTransfer.write(memory.own(to), offset, from, fromIndex, count);
    }

    @Override
    public void write(Tensor to, long offset, int[] from, int fromIndex, int count) {
        Nd4jTransfer.write(memory.own(to), offset, from, fromIndex, count);
    }

    @Override
    public void read(Tensor from, long offset, float[] to, int toIndex, int count) {
        Nd4jTransfer.read(memory.own(from), offset, to, toIndex, count);
    }

    @Override
    public void read(Tensor from, long offset, double[] to, int toIndex, int count) {
        Nd4jTransfer.read(memory.own(from), offset, to, toIndex, count);
    }

    @Override
    public void fill(Tensor x, double value) {
        ShapeCheck.floating("fill", "x", x);
        memory.run(() -> matrix(x).assign(value));
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        ShapeCheck.copy(from, to);
        memory.run(() -> vector(to).assign(vector(from)));
    }

    @Override
    public void addScaledInPlace(double alpha, Tensor x, Tensor y) {
        ShapeCheck.addScaledInPlace(x, y);
        memory.run(() -> vector(y).addi(vector(x).mul(alpha)));
    }

    @Override
    public void scaleInPlace(double alpha, Tensor x) {
        ShapeCheck.floating("scaleInPlace", "x", x);
        memory.run(() -> matrix(x).muli(alpha));
    }

    @Override
    public double sumOfSquares(Tensor x) {
        ShapeCheck.floating("sumOfSquares", "x", x);
        return number(() -> Nd4jProducts.dot(vector(x), vector(x)));
    }

    @Override
    public double dot(Tensor x, Tensor y) {
        ShapeCheck.dot(x, y);
        return number(() -> Nd4jProducts.dot(vector(x), vector(y)));
    }

    @Override
    public void matmul(
            Transpose transposeA, Tensor a, Transpose transposeB, Tensor b, double alpha, double beta, Tensor c) {
        ShapeCheck.matmul(transposeA, a, transposeB, b, c);
        memory.run(() -> Nd4jProducts.matmul(transposeA, matrix(a), transposeB, matrix(b), alpha, beta, matrix(c)));
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor y) {
        ShapeCheck.linear(x, w, y);
        memory.run(() -> Nd4jProducts.linear(matrix(x), matrix(w), matrix(y)));
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor bias, Tensor y) {
        ShapeCheck.linear(x, w, bias, y);
        memory.run(() -> Nd4jProducts.linear(matrix(x), matrix(w), vector(bias), matrix(y)));
    }

    @Override
    public void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor y) {
        ShapeCheck.linearAdd(x, w, bias, y);
        memory.run(() -> Nd4jProducts.linearAdd(matrix(x), matrix(w), vector(bias), matrix(y)));
    }

    @Override
    public void linearBackwardInput(Tensor dy, Tensor w, Tensor dx) {
        ShapeCheck.linearBackwardInput(dy, w, dx);
        memory.run(() -> Nd4jProducts.linearBackwardInput(matrix(dy), matrix(w), matrix(dx)));
    }

    @Override
    public void linearBackwardWeight(Tensor dy, Tensor x, Tensor dw) {
        ShapeCheck.linearBackwardWeight(dy, x, dw);
        memory.run(() -> Nd4jProducts.linearBackwardWeight(matrix(dy), matrix(x), matrix(dw)));
    }

    @Override
    public void biasBackward(Tensor dy, Tensor db) {
        ShapeCheck.biasBackward(dy, db);
        memory.run(() -> Nd4jProducts.biasBackward(matrix(dy), vector(db)));
    }

    @Override
    public void layerNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor variance) {
        ShapeCheck.layerNorm(x, gamma, beta, y, mean, variance);
        memory.run(() -> Nd4jNormalization.layerNorm(
                matrix(x), vector(gamma), vector(beta), matrix(y), statistics(mean, variance, epsilon)));
    }

    @Override
    public void layerNormBackward(LayerNormBackward arguments) {
        ShapeCheck.layerNormBackward(arguments);
        memory.run(() -> matrix(arguments.dx())
                .assign(Nd4jNormalization.layerNormBackward(
                        matrix(arguments.dy()),
                        matrix(arguments.x()),
                        vector(arguments.gamma()),
                        statistics(arguments.mean(), arguments.variance(), arguments.epsilon()),
                        vector(arguments.dgamma()),
                        vector(arguments.dbeta()))));
    }

    @Override
    public void activation(Activation activation, Tensor x, Tensor y) {
        ShapeCheck.activation(x, y);
        memory.run(() -> vector(y).assign(Nd4jActivation.value(activation, vector(x))));
    }

    @Override
    public void activationBackward(Activation activation, Tensor x, Tensor dy, Tensor dx) {
        ShapeCheck.activationBackward(x, dy, dx);
        memory.run(() -> vector(dx)
                .assign(Nd4jActivation.derivative(activation, vector(x)).mul(vector(dy))));
    }

    @Override
    public void attention(AttentionShape shape, Tensor qkv, Tensor probabilities, Tensor out) {
        ShapeCheck.attention(shape, shape.probabilities(), qkv, probabilities, out);
        memory.run(() -> new Nd4jAttention(shape).forward(memory.own(qkv), memory.own(probabilities), memory.own(out)));
    }

    @Override
    public void attentionBackward(AttentionBackward arguments) {
        ShapeCheck.attentionBackward(arguments, arguments.shape().probabilities());
        memory.run(() -> new Nd4jAttention(arguments.shape())
                .backward(
                        memory.own(arguments.qkv()),
                        memory.own(arguments.kept()),
                        memory.own(arguments.dOut()),
                        memory.own(arguments.scratch()),
                        memory.own(arguments.dQkv())));
    }

    @Override
    public VariantOperations variants() {
        return variants;
    }

    @Override
    public FeatureMapOperations featureMaps() {
        return featureMaps;
    }

    @Override
    public void gatherRows(Tensor table, Tensor rows, Tensor y) {
        ShapeCheck.gatherRows(table, rows, y);
        int[] numbers = Nd4jTransfer.rowNumbers("gatherRows", memory.own(rows), table);
        memory.run(() -> Nd4jSequences.gatherRows(memory.own(table), numbers, memory.own(y)));
    }

    @Override
    public void scatterAddRows(Tensor dy, Tensor rows, Tensor dTable) {
        ShapeCheck.scatterAddRows(dy, rows, dTable);
        int[] numbers = Nd4jTransfer.rowNumbers("scatterAddRows", memory.own(rows), dTable);
        memory.run(() -> Nd4jSequences.scatterAddRows(memory.own(dy), numbers, memory.own(dTable)));
    }

    @Override
    public void addToEachInPlace(Tensor position, Tensor x) {
        ShapeCheck.addToEachInPlace(position, x);
        memory.run(() -> Nd4jSequences.addToEach(memory.own(position), memory.own(x)));
    }

    @Override
    public void sumOfEach(Tensor dx, Tensor dPosition) {
        ShapeCheck.sumOfEach(dx, dPosition);
        memory.run(() -> Nd4jSequences.sumOfEach(memory.own(dx), memory.own(dPosition)));
    }

    @Override
    public void prependToken(Tensor token, Tensor x, int tokens, Tensor y) {
        ShapeCheck.prependToken(token, x, tokens, y);
        memory.run(() -> Nd4jSequences.prependToken(memory.own(token), memory.own(x), tokens, memory.own(y)));
    }

    @Override
    public void prependTokenBackward(Tensor dy, int tokens, Tensor dToken, Tensor dx) {
        ShapeCheck.prependTokenBackward(dy, tokens, dToken, dx);
        memory.run(
                () -> Nd4jSequences.prependTokenBackward(memory.own(dy), tokens, memory.own(dToken), memory.own(dx)));
    }

    @Override
    public void l2Normalize(Tensor x, Tensor y, Tensor norms) {
        ShapeCheck.l2Normalize(x, y, norms);
        memory.run(() -> Nd4jNormalization.l2Normalize(matrix(x), matrix(y), column(norms)));
    }

    @Override
    public void l2NormalizeBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx) {
        ShapeCheck.l2NormalizeBackward(dy, y, norms, dx);
        memory.run(() -> Nd4jNormalization.l2NormalizeBackward(matrix(dy), matrix(y), column(norms), matrix(dx)));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        ShapeCheck.softmaxCrossEntropy(logits, labelOffset, dLogits);
        return number(() -> Nd4jSoftmax.crossEntropy(matrix(logits), labelOffset, weight, matrix(dLogits)));
    }

    @Override
    public void adamW(AdamWStep step, Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        ShapeCheck.adamW(parameters, gradients, firstMoment, secondMoment);
        memory.run(() -> Nd4jOptimizer.adamW(
                step, vector(parameters), vector(gradients), vector(firstMoment), vector(secondMoment)));
    }

    @Override
    public void close() {
        memory.close();
    }

    private double number(DoubleSupplier work) {
        double[] result = new double[1];
        memory.run(() -> result[0] = work.getAsDouble());
        return result[0];
    }

    private Statistics statistics(Tensor mean, Tensor variance, double epsilon) {
        return new Statistics(column(mean), column(variance), epsilon);
    }

    private INDArray matrix(Tensor x) {
        return memory.own(x).matrix();
    }

    private INDArray vector(Tensor x) {
        return memory.own(x).array(1, x.size());
    }

    private INDArray column(Tensor x) {
        return memory.own(x).array(x.size(), 1);
    }
}

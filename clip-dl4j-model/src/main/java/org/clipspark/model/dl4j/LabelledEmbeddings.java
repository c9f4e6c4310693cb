package org.clipspark.model.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Embeddings of images, each with the number of its class. */
public final class LabelledEmbeddings {
    private final float[] values;
    private final int width;
    private final int[] labels;
    private final int classes;

    /**
     * Embeddings and their classes; both arrays are copied.
     *
     * @param values {@code [N, D]}, row by row
     * @param width {@code D}, at least 1
     * @param labels {@code [N]}, each 0 to {@code classes - 1}
     * @param classes at least 2
     * @throws IllegalArgumentException if sizes do not fit, there are no rows or a label is no class
     */
    public LabelledEmbeddings(float[] values, int width, int[] labels, int classes) {
        if (width < 1 || classes < 2 || labels.length < 1 || values.length != (long) labels.length * width) {
            throw new IllegalArgumentException(
                    "Labelled embeddings need width >= 1, classes >= 2 and a label per row, got "
                            + values.length + " numbers of width " + width + ", " + labels.length + " labels of "
                            + classes
                            + " classes");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("Labels must be 0 to " + (classes - 1) + ", got " + label);
            }
        }
        this.values = values.clone();
        this.width = width;
        this.labels = labels.clone();
        this.classes = classes;
    }

    /** Number of embeddings, {@code N}. */
    public int size() {
        return labels.length;
    }

    /** Numbers of an embedding, {@code D}. */
    public int width() {
        return width;
    }

    /** Number of classes. */
    public int classes() {
        return classes;
    }

    /**
     * A random {@code k} of each class, all of a class that has fewer, in their order here.
     *
     * @param k at least 1
     * @param seed equal seeds choose equally
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public LabelledEmbeddings fewShot(int k, long seed) {
        if (k < 1) {
            throw new IllegalArgumentException("fewShot needs at least 1 of each class, got " + k);
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int[] taken = new int[classes];
        return rows(order.stream()
                .filter(row -> taken[labels[row]]++ < k)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray());
    }

    private LabelledEmbeddings rows(int[] rows) {
        float[] chosen = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, chosen, i * width, width);
        }
        int[] chosenLabels = Arrays.stream(rows).map(row -> labels[row]).toArray();
        return new LabelledEmbeddings(chosen, width, chosenLabels, classes);
    }

    /**
     * These and those.
     *
     * @throws IllegalArgumentException if width or classes differ
     */
    public LabelledEmbeddings plus(LabelledEmbeddings other) {
        checkSame(other.width, other.classes);
        float[] all = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, all, values.length, other.values.length);
        int[] allLabels = Arrays.copyOf(labels, size() + other.size());
        System.arraycopy(other.labels, 0, allLabels, size(), other.size());
        return new LabelledEmbeddings(all, width, allLabels, classes);
    }

    void checkSame(int otherWidth, int otherClasses) {
        if (otherWidth != width || otherClasses != classes) {
            throw new IllegalArgumentException("Embeddings of width " + width + " and " + classes
                    + " classes do not go with width " + otherWidth + " and " + otherClasses + " classes");
        }
    }

    /** As DL4J learns from them: labels one-hot. */
    DataSet toDataSet() {
        INDArray oneHot = Nd4j.zeros(size(), classes);
        for (int row = 0; row < size(); row++) {
            oneHot.putScalar(row, labels[row], 1);
        }
        return new DataSet(Nd4j.createFromArray(values).reshape('c', size(), width), oneHot);
    }
}

package org.clipspark.model.dl4j;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies between DL4J's arrays, row by row, and a backend's tensors, slice by slice. */
final class ArrayTransfer {
    private static final int SLICE = 1 << 18;

    private ArrayTransfer() {}

    /** The first elements of a tensor become those of an array in row order. */
    static void write(Backend backend, INDArray from, Tensor to) {
        INDArray row = from.reshape(from.length());
        for (long done = 0; done < row.length(); done += SLICE) {
            long end = Math.min(row.length(), done + SLICE);
            INDArray slice = row.get(NDArrayIndex.interval(done, end));
            int count = (int) (end - done);
            if (backend.floatType() == ElementType.FLOAT64) {
                backend.write(to, done, slice.toDoubleVector(), 0, count);
            } else {
                backend.write(to, done, slice.toFloatVector(), 0, count);
            }
        }
    }

    /** An array in row order becomes the first elements of a tensor. */
    static void read(Backend backend, Tensor from, INDArray to) {
        INDArray row = to.reshape(to.length());
        for (long done = 0; done < row.length(); done += SLICE) {
            long end = Math.min(row.length(), done + SLICE);
            row.get(NDArrayIndex.interval(done, end)).assign(read(backend, from, done, (int) (end - done)));
        }
    }

    private static INDArray read(Backend backend, Tensor from, long offset, int count) {
        if (backend.floatType() == ElementType.FLOAT64) {
            double[] values = new double[count];
            backend.read(from, offset, values, 0, count);
            return Nd4j.createFromArray(values);
        }
        float[] values = new float[count];
        backend.read(from, offset, values, 0, count);
        return Nd4j.createFromArray(values);
    }
}

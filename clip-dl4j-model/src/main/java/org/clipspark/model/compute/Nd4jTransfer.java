package org.clipspark.model.compute;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Copies between Java arrays and tensors, converting the precision on the way. */
final class Nd4jTransfer {
    private Nd4jTransfer() {}

    static void write(Nd4jTensor to, long offset, float[] from, int fromIndex, int count) {
        ShapeCheck.floating("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        if (to.elementType() == ElementType.FLOAT32) {
            floats(to, offset).put(from, fromIndex, count);
        } else {
            double[] wide = new double[count];
            Arrays.setAll(wide, i -> from[fromIndex + i]);
            doubles(to, offset).put(wide, 0, count);
        }
    }

    static void write(Nd4jTensor to, long offset, double[] from, int fromIndex, int count) {
        ShapeCheck.floating("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        if (to.elementType() == ElementType.FLOAT64) {
            doubles(to, offset).put(from, fromIndex, count);
        } else {
            float[] narrow = new float[count];
            for (int i = 0; i < count; i++) {
                narrow[i] = (float) from[fromIndex + i];
            }
            floats(to, offset).put(narrow, 0, count);
        }
    }

    static void write(Nd4jTensor to, long offset, int[] from, int fromIndex, int count) {
        ShapeCheck.int32("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        new IntPointer(buffer(to)).position(to.start() + offset).put(from, fromIndex, count);
    }

    static void read(Nd4jTensor from, long offset, float[] to, int toIndex, int count) {
        ShapeCheck.floating("read", "from", from);
        ShapeCheck.transfer("read", from, offset, to.length, toIndex, count);
        if (from.elementType() == ElementType.FLOAT32) {
            floats(from, offset).get(to, toIndex, count);
        } else {
            double[] wide = new double[count];
            doubles(from, offset).get(wide, 0, count);
            for (int i = 0; i < count; i++) {
                to[toIndex + i] = (float) wide[i];
            }
        }
    }

    static void read(Nd4jTensor from, long offset, double[] to, int toIndex, int count) {
        ShapeCheck.floating("read", "from", from);
        ShapeCheck.transfer("read", from, offset, to.length, toIndex, count);
        if (from.elementType() == ElementType.FLOAT64) {
            doubles(from, offset).get(to, toIndex, count);
        } else {
            float[] narrow = new float[count];
            floats(from, offset).get(narrow, 0, count);
            for (int i = 0; i < count; i++) {
                to[toIndex + i] = narrow[i];
            }
        }
    }

    /** Row numbers of {@code table}, each checked. */
    static int[] rowNumbers(String operation, Nd4jTensor rows, Tensor table) {
        int[] numbers = new int[Math.toIntExact(rows.size())];
        new IntPointer(buffer(rows)).position(rows.start()).get(numbers);
        for (int i = 0; i < numbers.length; i++) {
            ShapeCheck.rowNumber(operation, i, numbers[i], Extent.rows(table));
        }
        return numbers;
    }

    private static FloatPointer floats(Nd4jTensor tensor, long offset) {
        return new FloatPointer(buffer(tensor)).position(tensor.start() + offset);
    }

    private static DoublePointer doubles(Nd4jTensor tensor, long offset) {
        return new DoublePointer(buffer(tensor)).position(tensor.start() + offset);
    }

    private static Pointer buffer(Nd4jTensor tensor) {
        return tensor.root().data().addressPointer();
    }
}

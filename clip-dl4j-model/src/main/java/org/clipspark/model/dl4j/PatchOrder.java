package org.clipspark.model.dl4j;

import java.util.Arrays;
import org.clipspark.model.encoder.VisionConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images as DL4J has them, {@code [B, 3, H, W]}, and as the encoder reads them, {@code [B, imageLength]} patch by patch. */
record PatchOrder(VisionConfig vision, DataType type) {
    /** The rows that the encoder reads; an array of two dimensions has them already. */
    INDArray toRows(INDArray images) {
        INDArray typed = images.castTo(type);
        if (images.rank() == 2 && images.size(1) == length()) {
            return typed.dup('c');
        }
        if (images.rank() != 4 || images.size(1) != 3 || images.size(2) != height() || images.size(3) != width()) {
            throw new IllegalArgumentException("A ClipEncoderLayer reads [B, 3, " + height() + ", " + width()
                    + "] or [B, " + length() + "], got " + Arrays.toString(images.shape()));
        }
        int patch = vision.patchSize();
        return typed.dup('c')
                .reshape('c', images.size(0), 3, height() / patch, patch, width() / patch, patch)
                .permute(0, 2, 4, 1, 3, 5)
                .dup('c')
                .reshape('c', images.size(0), length());
    }

    /** Rows in the order of the encoder to the shape that the images had. */
    INDArray toImages(INDArray rows, long[] shape) {
        if (shape.length == 2) {
            return rows;
        }
        int patch = vision.patchSize();
        return rows.reshape('c', shape[0], height() / patch, width() / patch, 3, patch, patch)
                .permute(0, 3, 1, 4, 2, 5)
                .dup('c')
                .reshape('c', shape);
    }

    private int height() {
        return vision.size().height();
    }

    private int width() {
        return vision.size().width();
    }

    private int length() {
        return 3 * height() * width();
    }
}

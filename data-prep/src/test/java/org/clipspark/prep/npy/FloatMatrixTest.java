package org.clipspark.prep.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatMatrixTest {
    @TempDir
    Path folder;

    @Test
    void readsFloatsRowByRow() {
        FloatMatrix matrix = load(NpyBytes.matrix(folder.resolve("m.npy"), 3, 1, 2, 3, 4, 5, 6));

        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(matrix.dot(1, new float[] {1, 10, 100})).isEqualTo(654.0);
    }

    @Test
    void readsDoublesAsFloats() {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putDouble(0.5).putDouble(-2);

        FloatMatrix matrix = load(NpyBytes.write(
                folder.resolve("d.npy"), "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }", bytes.array()));

        assertThat(matrix.dot(0, new float[] {2, 1})).isEqualTo(-1.0);
    }

    @Test
    void theNearestRowIsTheFirstWithTheGreatestInnerProduct() {
        FloatMatrix matrix = new FloatMatrix(2, new float[] {1, 0, 0, 1, 0, 1});

        assertThat(matrix.nearest(new float[] {0.6f, 0.5f})).isZero();
        assertThat(matrix.nearest(new float[] {0.5f, 0.6f})).isEqualTo(1);
        assertThatThrownBy(() -> matrix.nearest(new float[3])).hasMessage("expected a vector of 2 values, got 3");
    }

    @Test
    void whatIsNoMatrixIsRefusedWithItsName() throws IOException {
        Path vector = NpyBytes.write(
                folder.resolve("v.npy"), "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        Path cut = NpyBytes.write(
                folder.resolve("c.npy"), "{'descr': '<f4', 'fortran_order': False, 'shape': (9, 9), }", new byte[4]);
        Path huge = NpyBytes.write(
                folder.resolve("h.npy"),
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }",
                new byte[4]);
        Path text = Files.writeString(folder.resolve("t.npy"), "1,2,3");

        assertThatThrownBy(() -> load(vector))
                .hasMessage(vector + ": expected a matrix of '<f4' or '<f8' in C order, got '<f4' of shape [1]");
        assertThatThrownBy(() -> load(cut)).hasMessage(cut + ": the file is shorter than its header says");
        assertThatThrownBy(() -> load(huge)).hasMessageContaining("at most 2^31 - 9 values");
        assertThatThrownBy(() -> load(text)).hasMessageEndingWith("not a .npy file, which starts with \\x93NUMPY");
        assertThatThrownBy(() -> load(NpyBytes.matrix(folder.resolve("n.npy"), 1, Float.NaN)))
                .hasMessageContaining("value 0 is NaN");
    }

    private static FloatMatrix load(Path file) {
        return FloatMatrix.load(new org.apache.hadoop.fs.Path(file.toString()), new Configuration(false));
    }
}

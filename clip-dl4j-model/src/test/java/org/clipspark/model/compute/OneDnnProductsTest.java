package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneDnnProductsTest {
    @Test
    void preparesNoFurtherKernelForAnotherFactor() {
        OneDnnRuntime runtime = new OneDnnRuntime(1);
        OneDnnProducts products = new OneDnnProducts(runtime);
        OneDnnTensor a = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(2, 3));
        OneDnnTensor b = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(4, 3));
        OneDnnTensor c = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(2, 4));
        HostLoops.fill(a, 2);
        HostLoops.fill(b, 1);
        float[] result = new float[1];

        for (int step = 1; step <= 20; step++) {
            products.matmul(Transpose.NO, a, Transpose.YES, b, step / 4.0, 0, c);

            c.read(0, result, 0, 1);
            assertThat(result[0]).isEqualTo(6 * step / 4f);
            assertThat(runtime.prepared()).isOne();
        }
        products.close();
        runtime.close();
    }
}

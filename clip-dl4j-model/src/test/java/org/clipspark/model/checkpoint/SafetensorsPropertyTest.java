package org.clipspark.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;

class SafetensorsPropertyTest {
    @Property(tries = 100, seed = "5")
    void anyLayoutComesBackBitForBit(@ForAll("shapes") @Size(min = 1, max = 6) List<long[]> shapes, @ForAll long seed)
            throws IOException {
        ParameterLayout.Builder builder = new ParameterLayout.Builder();
        for (int i = 0; i < shapes.size(); i++) {
            builder.add("layer." + i + ".\u03b2\"", shapes.get(i));
        }
        ParameterLayout layout = builder.build();
        float[] values = new float[(int) layout.size()];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }

        SafetensorsFile file = written(layout, values);

        for (ParameterLayout.Entry entry : layout.entries()) {
            int start = (int) entry.offset();
            assertThat(bits(file.floats(entry.name())))
                    .containsExactly(bits(Arrays.copyOfRange(
                            values, start, start + (int) entry.shape().size())));
            assertThat(file.find(entry.name()).orElseThrow().shape()).isEqualTo(entry.shape());
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        return bits;
    }

    private static SafetensorsFile written(ParameterLayout layout, float[] values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, layout, Map.of("", FloatVector.of(values)));
        byte[] bytes = out.toByteArray();
        return SafetensorsFile.open("memory", () -> new ByteArrayInputStream(bytes), bytes.length);
    }

    @Provide
    Arbitrary<List<long[]>> shapes() {
        return Arbitraries.longs()
                .between(0, 9)
                .array(long[].class)
                .ofMaxSize(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }
}

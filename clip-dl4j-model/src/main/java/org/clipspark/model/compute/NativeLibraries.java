package org.clipspark.model.compute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native libraries of this process, loaded and tried.
 *
 * @param backend class of ND4J's backend
 * @param oneDnn version of oneDNN
 * @param instructions the instruction set that oneDNN's kernels use
 */
public record NativeLibraries(String backend, String oneDnn, String instructions) {
    private static final Map<Integer, String> INSTRUCTIONS = names();

    /**
     * Loads the libraries and multiplies two matrices with them.
     *
     * @throws IllegalStateException if the product is wrong
     * @throws LinkageError if a library cannot be loaded
     */
    public static NativeLibraries load() {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            Tensor a = backend.allocate(ElementType.FLOAT32, Shape.of(2, 2));
            Tensor c = backend.allocate(ElementType.FLOAT32, Shape.of(2, 2));
            backend.write(a, 0, new float[] {1, 2, 3, 4}, 0, 4);
            backend.matmul(Transpose.NO, a, Transpose.NO, a, 1, 0, c);
            float[] product = new float[4];
            backend.read(c, 0, product, 0, product.length);
            if (product[0] != 7 || product[1] != 10 || product[2] != 15 || product[3] != 22) {
                throw new IllegalStateException("oneDNN computes a wrong product");
            }
        }
        dnnl_version_t version = dnnl.dnnl_version();
        return new NativeLibraries(
                Nd4j.getBackend().getClass().getSimpleName(),
                version.major() + "." + version.minor() + "." + version.patch(),
                INSTRUCTIONS.getOrDefault(dnnl.dnnl_get_effective_cpu_isa(), "unknown"));
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(dnnl.dnnl_cpu_isa_sse41, "sse41");
        names.put(dnnl.dnnl_cpu_isa_avx, "avx");
        names.put(dnnl.dnnl_cpu_isa_avx2, "avx2");
        names.put(dnnl.dnnl_cpu_isa_avx2_vnni, "avx2_vnni");
        names.put(dnnl.dnnl_cpu_isa_avx512_core, "avx512_core");
        names.put(dnnl.dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni");
        names.put(dnnl.dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16");
        names.put(dnnl.dnnl_cpu_isa_avx512_core_fp16, "avx512_core_fp16");
        names.put(dnnl.dnnl_cpu_isa_avx512_core_amx, "avx512_core_amx");
        names.put(dnnl.dnnl_cpu_isa_avx512_core_amx_fp16, "avx512_core_amx_fp16");
        return names;
    }
}

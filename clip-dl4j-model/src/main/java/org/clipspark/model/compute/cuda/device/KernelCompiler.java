package org.clipspark.model.compute.cuda.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Kernels to machine code by NVRTC; needs its library but no card. */
public final class KernelCompiler {
    private final int[] architectures;
    private final String version;

    /**
     * Loads the compiler.
     *
     * @throws CudaException if it is not there
     */
    public KernelCompiler() {
        CudaLibrary.COMPILER.load();
        int[] major = new int[1];
        int[] minor = new int[1];
        check(nvrtc.nvrtcVersion(major, minor), "tell its version");
        this.version = major[0] + "." + minor[0];
        int[] count = new int[1];
        check(nvrtc.nvrtcGetNumSupportedArchs(count), "count its architectures");
        this.architectures = new int[count[0]];
        check(nvrtc.nvrtcGetSupportedArchs(architectures), "list its architectures");
    }

    /** Version of NVRTC, such as {@code 13.0}. */
    public String version() {
        return version;
    }

    /**
     * What to compile for.
     *
     * @param architecture of the card, such as 90
     * @return machine code where this compiler knows the card, else PTX of the newest card before it that it knows
     */
    String target(int architecture) {
        if (Arrays.stream(architectures).anyMatch(known -> known == architecture)) {
            return "sm_" + architecture;
        }
        int older = Arrays.stream(architectures)
                .filter(known -> known < architecture)
                .max()
                .orElseThrow(() -> new CudaException("NVRTC " + version + " compiles for no card as old as sm_"
                        + architecture + ": install CUDA 13.0"));
        return "compute_" + older;
    }

    /**
     * Compiles.
     *
     * @param target such as {@code sm_90}, or {@code compute_90} for PTX
     * @return machine code, or PTX with a zero behind it
     * @throws CudaException if the compiler refuses the text; with its first complaints
     */
    public byte[] compile(KernelSource source, String target) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source.text());
                BytePointer name = new BytePointer(source.name() + ".cu")) {
            check(
                    nvrtc.nvrtcCreateProgram(program, text, name, 0, new PointerPointer<>(), new PointerPointer<>()),
                    "take " + source.name());
            try {
                return compile(program, source, target);
            } finally {
                nvrtc.nvrtcDestroyProgram(program);
            }
        }
    }

    private static byte[] compile(_nvrtcProgram program, KernelSource source, String target) {
        List<String> options = List.of("--gpu-architecture=" + target, "--std=c++17");
        try (PointerPointer<BytePointer> arguments = new PointerPointer<>(options.toArray(new String[0]))) {
            int status = nvrtc.nvrtcCompileProgram(program, options.size(), arguments);
            if (status != nvrtc.NVRTC_SUCCESS) {
                throw new CudaException(
                        "NVRTC cannot compile " + source.name() + ".cu for " + target + ": " + complaints(program));
            }
        }
        return target.startsWith("sm_") ? machineCode(program) : ptx(program);
    }

    private static String complaints(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtc.nvrtcGetProgramLogSize(program, size), "tell the length of its log");
            byte[] log = new byte[Math.toIntExact(size.get())];
            check(nvrtc.nvrtcGetProgramLog(program, log), "give its log");
            return String.join(
                    " | ",
                    new String(log, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains("error"))
                            .limit(3)
                            .toList());
        }
    }

    private static byte[] machineCode(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtc.nvrtcGetCUBINSize(program, size), "tell the length of machine code");
            byte[] code = new byte[Math.toIntExact(size.get())];
            check(nvrtc.nvrtcGetCUBIN(program, code), "give machine code");
            return code;
        }
    }

    private static byte[] ptx(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtc.nvrtcGetPTXSize(program, size), "tell the length of PTX");
            byte[] code = new byte[Math.toIntExact(size.get())];
            check(nvrtc.nvrtcGetPTX(program, code), "give PTX");
            return code;
        }
    }

    private static void check(int status, String call) {
        if (status != nvrtc.NVRTC_SUCCESS) {
            throw new CudaException("NVRTC cannot " + call + ": "
                    + nvrtc.nvrtcGetErrorString(status).getString());
        }
    }
}

package org.clipspark.job.doctor;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.clipspark.model.compute.cuda.CudaTrial;

/** A process that computes on the first GPU, says what it is, and ends: with 1 if that cannot be done. */
final class CudaProbe {
    static final String WORKS = "cuda=";
    static final String FAILED = "failed=";

    private CudaProbe() {}

    /** The whole process. */
    public static void main(String[] arguments) {
        PrintStream answer = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            answer.println(WORKS + CudaTrial.run(0).line());
        } catch (LinkageError | IllegalStateException e) {
            answer.println(FAILED
                    + String.valueOf(e.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(e.getClass().getSimpleName()));
            System.exit(1);
        }
    }
}

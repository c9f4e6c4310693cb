package org.clipspark.job.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** All that checks see of the machine, the process and Spark's settings. */
public interface Environment {
    /** A property of the Java virtual machine, empty if it is not set. */
    String property(String name);

    /** An environment variable, empty if it is not set. */
    String variable(String name);

    /** Options that the Java virtual machine was started with. */
    String javaOptions();

    /** Packages of {@code java.base}, of those asked for, that other code may not reach into. */
    List<String> closedPackages(List<String> packages);

    /** Bytes that the Java heap may have. */
    long heapBytes();

    /** Cores that this process may use. */
    int processors();

    /** Versions of Spark and of its Scala. */
    Versions versions();

    /** Content of a file of the system, empty if there is none. */
    Optional<String> file(String path);

    /** Runs a program with further environment variables; empty if there is no such program. */
    Optional<Output> run(Map<String, String> variables, List<String> command);

    /** The command that loads the native libraries in a process of its own: one that breaks must not break this one. */
    List<String> nativeProbe();

    /** The command that computes on the first GPU in a process of its own. */
    List<String> cudaProbe();

    /** Why a folder, which is made if it is missing, cannot be written; empty if it can. */
    Optional<String> whyNotWritable(String folder);

    /** Bytes left on the disk of a folder that can be written. */
    long freeBytes(String folder);

    /** Address of this machine's own name, empty if the name does not resolve. */
    Optional<String> ownAddress();

    /** Spark's settings. */
    SparkConf spark();

    /**
     * What a program said.
     *
     * @param exitCode 0 for success
     * @param text standard output and standard error
     */
    record Output(int exitCode, String text) {
        /** The rest of the first line that begins so. */
        Optional<String> after(String start) {
            return text.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    /**
     * Versions of what runs the job.
     *
     * @param spark such as 3.5.9
     * @param scala such as 2.12.18
     */
    record Versions(String spark, String scala) {}
}

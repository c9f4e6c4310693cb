package org.clipspark.benchmarks.throughput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Something that is done over and over on one thread. */
interface Workload {
    /** Names of one server in the case of many hosts. */
    int HOSTS = 300;

    /** Works through all items once; returns how many there are. */
    int pass();

    /** A figure of what the work gives, which both sides must agree on. */
    double fingerprint();

    /**
     * One side of a benchmark.
     *
     * @param arguments name of the benchmark, side, and what the benchmark reads
     */
    static Workload of(String... arguments) {
        return switch (arguments[0] + " " + arguments[1]) {
            case "tokenizer ours" -> new OurTokenizer(Captions.read(arguments[2]), arguments[3]);
            case "tokenizer peer" -> new RustTokenizer(Captions.read(arguments[2]), arguments[3]);
            case "image ours" -> new OurImages(Photos.files());
            case "image peer" -> new JdkImages(Photos.files());
            case "prep ours", "prep peer" -> prep(arguments[1] + " " + arguments[2]);
            default -> throw new IllegalArgumentException("Unknown workload '" + String.join(" ", arguments) + "'");
        };
    }

    private static Workload prep(String sideOfCase) {
        return switch (sideOfCase) {
            case "ours resize" -> new OurPreparedImages(Photos.files());
            case "peer resize" -> new OpenCvPreparedImages(Photos.files());
            case "ours shards" -> new OurShards(Photos.files(), temporaryFolder());
            case "peer shards" -> PlainFile.ofMemory(shard(), temporaryFolder());
            case "ours shards-synced" -> new OurShards(Photos.files(), temporaryFolder());
            case "peer shards-synced" -> PlainFile.ofDisk(shard(), temporaryFolder());
            case "ours shards-tasks" ->
                new Together(List.of(
                        new OurShards(Photos.files(), temporaryFolder()),
                        new OurShards(Photos.files(), temporaryFolder())));
            case "peer shards-tasks" -> {
                byte[] shard = shard();
                yield new Together(List.of(
                        PlainFile.ofDisk(shard, temporaryFolder()), PlainFile.ofDisk(shard, temporaryFolder())));
            }
            case "ours download" -> new OurDownloads(1);
            case "peer download" -> new PlainDownloads(1);
            case "ours download-hosts" -> new OurDownloads(HOSTS);
            case "peer download-hosts" -> new PlainDownloads(HOSTS);
            default -> throw new IllegalArgumentException("Unknown workload 'prep " + sideOfCase + "'");
        };
    }

    private static byte[] shard() {
        return new OurShards(Photos.files(), temporaryFolder()).bytes();
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("benchmark");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary folder", e);
        }
    }
}

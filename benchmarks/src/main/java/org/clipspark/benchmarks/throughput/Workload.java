package org.clipspark.benchmarks.throughput;

/** Something that is done over and over on one thread. */
interface Workload {
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
            case "prep ours" -> new OurPreparedImages(Photos.files());
            case "prep peer" -> new OpenCvPreparedImages(Photos.files());
            default -> throw new IllegalArgumentException("Unknown workload '" + String.join(" ", arguments) + "'");
        };
    }
}

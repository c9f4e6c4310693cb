package org.clipspark.job.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Folders that a run writes to. */
final class StorageCheck implements Check {
    private static final long GIB = 1L << 30;
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private final String output;

    StorageCheck(String output) {
        this.output = output;
    }

    @Override
    public List<Finding> run(Environment environment) {
        Map<String, String> folders = new LinkedHashMap<>();
        folders.put(output, "choose another folder, or give this user the right to write there");
        folders.put(cache(environment), "set -D" + CACHE + " to a folder that can be written");
        folders.put(
                environment.spark().get("spark.local.dir", environment.property("java.io.tmpdir")),
                "set spark.local.dir to a folder that can be written");
        List<Finding> findings = new ArrayList<>();
        folders.forEach((folder, fix) -> findings.add(look(environment, folder, fix)));
        return findings;
    }

    private static String cache(Environment environment) {
        String set = environment.property(CACHE);
        return set.isEmpty() ? environment.property("user.home") + "/.javacpp/cache" : set;
    }

    private static Finding look(Environment environment, String folders, String fix) {
        String folder = folders.split(",", -1)[0];
        Optional<String> reason = environment.whyNotWritable(folder);
        if (reason.isPresent()) {
            return Finding.failure("storage", folder + " cannot be written (" + reason.get() + ")", fix);
        }
        long free = environment.freeBytes(folder);
        String left = String.format("%.1f GiB free", (double) free / GIB);
        return free < GIB
                ? Finding.warning("storage", folder + " has only " + left, "make room, or " + fix)
                : Finding.ok("storage", folder + " can be written, " + left);
    }
}

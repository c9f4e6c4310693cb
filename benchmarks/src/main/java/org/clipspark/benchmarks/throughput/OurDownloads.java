package org.clipspark.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.fetch.FetchOutcome;
import org.clipspark.prep.fetch.FetchWindow;
import org.clipspark.prep.fetch.Fetcher;

/** Small pictures as a task of data preparation fetches them: with robots.txt, opt-outs, time-outs and checks of addresses. */
final class OurDownloads implements Workload {
    /** Requests at the same time. */
    static final int CONNECTIONS = 256;

    private static final int URLS = 2_000;
    private static final int MOST_BYTES = 1 << 20;
    // As tasks of data preparation look ahead.
    private static final int ROWS_AHEAD = 8 * CONNECTIONS;
    private static final long BYTES_AHEAD = 64L << 20;

    private final Fetcher fetcher;
    private final List<String> urls;

    /** From so many hosts, all of them on one server in this process. */
    OurDownloads(int hosts) {
        urls = urls(hosts);
        int connectionsPerHost = hosts == 1 ? CONNECTIONS : 4;
        fetcher = new Fetcher(
                new FetchConfig(
                        CONNECTIONS,
                        connectionsPerHost,
                        5,
                        10,
                        30,
                        0,
                        1,
                        30,
                        20,
                        5,
                        "clip-spark/0.1",
                        "",
                        true,
                        2,
                        true,
                        List.of("noai", "noimageai", "noindex", "noimageindex", "noml"),
                        List.of("*"),
                        Map.of("*", "127.0.0.1:" + ImageServer.start().port())),
                MOST_BYTES);
    }

    /** Addresses that take turns among the hosts. */
    static List<String> urls(int hosts) {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < URLS; i++) {
            urls.add("http://h" + i % hosts + ".test/" + i + ".jpg");
        }
        return urls;
    }

    @Override
    public int pass() {
        fetch();
        return urls.size();
    }

    @Override
    public double fingerprint() {
        return fetch();
    }

    private long fetch() {
        long bytes = 0;
        try (FetchWindow<String> window =
                new FetchWindow<>(fetcher, urls.iterator(), url -> url, ROWS_AHEAD, BYTES_AHEAD)) {
            while (window.hasNext()) {
                FetchWindow.Row<String> row = window.next();
                if (!(row.outcome() instanceof FetchOutcome.Fetched fetched)) {
                    throw new IllegalStateException("No picture at " + row.item() + ": " + row.outcome());
                }
                bytes += fetched.image().array().length;
            }
        }
        return bytes;
    }
}

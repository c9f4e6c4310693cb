package org.clipspark.benchmarks.throughput;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The same requests by the JDK's client, as many at once, and nothing else done: no robots.txt, no checks, no order. */
final class PlainDownloads implements Workload {
    // The client would not let the Host header be set.
    private static final String ALLOWED_HEADERS = "jdk.httpclient.allowRestrictedHeaders";

    private final HttpClient client;
    private final List<HttpRequest> requests;

    PlainDownloads(int hosts) {
        System.setProperty(ALLOWED_HEADERS, "host");
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String address = "http://127.0.0.1:" + ImageServer.start().port();
        requests = OurDownloads.urls(hosts).stream()
                .map(URI::create)
                .map(url -> HttpRequest.newBuilder(URI.create(address + url.getPath()))
                        .header("Host", url.getHost())
                        .build())
                .toList();
    }

    @Override
    public int pass() {
        fetch();
        return requests.size();
    }

    @Override
    public double fingerprint() {
        return fetch();
    }

    private long fetch() {
        Semaphore free = new Semaphore(OurDownloads.CONNECTIONS);
        AtomicLong bytes = new AtomicLong();
        for (HttpRequest request : requests) {
            free.acquireUninterruptibly();
            var unused = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .whenComplete((response, thrown) -> {
                        if (response != null && response.statusCode() == 200) {
                            bytes.addAndGet(response.body().length);
                        }
                        free.release();
                    });
        }
        free.acquireUninterruptibly(OurDownloads.CONNECTIONS);
        return bytes.get();
    }
}

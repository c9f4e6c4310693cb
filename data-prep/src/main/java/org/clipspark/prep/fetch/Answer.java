package org.clipspark.prep.fetch;

/** What a server answered to one request, failures apart. */
sealed interface Answer<T> {
    /** What was asked for. */
    record Body<T>(T content) implements Answer<T> {}

    /** The content is said to be elsewhere. */
    record Redirect<T>(String location) implements Answer<T> {}
}

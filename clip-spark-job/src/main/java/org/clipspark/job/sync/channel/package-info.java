/**
 * Bytes between two processes, in the clear or encrypted. Entry point: {@link
 * org.clipspark.job.sync.channel.Transport}.
 */
@NullMarked
package org.clipspark.job.sync.channel;

import org.jspecify.annotations.NullMarked;

package com.shop.service;

import com.shop.config.ShopProperties;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.*;
import software.amazon.awssdk.services.s3.model.*;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.*;

@Component
public class FileService {
    @Autowired private S3TransferManager tm;
    private S3Presigner presigner;
    @Value("${files.bucket:default-files}") private String bucket;
    private final ShopProperties props;

    public FileService(ShopProperties props) { this.props = props; }
    @Autowired public void setPresigner(S3Presigner p) { this.presigner = p; }

    public void upload(Path p) {
        FileUpload u = tm.uploadFile(UploadFileRequest.builder().putObjectRequest(b -> b.bucket(bucket).key("f/" + p.getFileName())).source(p).build());
        u.completionFuture().join();
    }
    public void down(Path p) {
        tm.downloadFile(d -> d.getObjectRequest(g -> g.bucket("incoming").key("k")).destination(p)).completionFuture().join();
    }
    public void dir(Path p) {
        tm.uploadDirectory(UploadDirectoryRequest.builder().source(p).bucket("dirs").s3Prefix("x").build());
        tm.copy(CopyRequest.builder().copyObjectRequest(r -> r.sourceBucket("from").sourceKey("a").destinationBucket("to").destinationKey("b")).build());
    }
    public String sign(String k) {
        PresignedGetObjectRequest r = presigner.presignGetObject(GetObjectPresignRequest.builder().signatureDuration(Duration.ofMinutes(5)).getObjectRequest(GetObjectRequest.builder().bucket("signed").key(k).build()).build());
        return r.url().toString();
    }
    public String signUp(String k) {
        return presigner.presignPutObject(r -> r.signatureDuration(Duration.ofMinutes(5)).putObjectRequest(p -> p.bucket(props.getBucket()).key("in/" + k))).url().toString();
    }
}
